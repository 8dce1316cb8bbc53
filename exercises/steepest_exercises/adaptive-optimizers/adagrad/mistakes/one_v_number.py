"""state-shared-between-parameters"""

import numpy as np


class AdaGrad:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps = lr, eps
        self.v = 0.0

    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads):
            self.v = self.v + g**2
            new.append(w - self.lr * g / (np.sqrt(self.v) + self.eps))
        return new
