"""state-shared-between-instances"""

import numpy as np


class AdaGrad:
    v = {}

    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps = lr, eps

    def step(self, params, grads):
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.v[i] = self.v.get(i, 0) + g**2
            new.append(w - self.lr * g / (np.sqrt(self.v[i]) + self.eps))
        return new
