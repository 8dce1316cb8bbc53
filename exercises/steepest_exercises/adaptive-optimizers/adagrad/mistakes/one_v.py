"""state-shared-between-parameters"""

import numpy as np


class AdaGrad:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps = lr, eps
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = np.zeros_like(params[0])
        new = []
        for w, g in zip(params, grads):
            self.v = self.v + g**2
            new.append(w - self.lr * g / (np.sqrt(self.v) + self.eps))
        return new
