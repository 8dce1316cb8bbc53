"""parameters-never-updated"""

import numpy as np


class AdaGrad:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps = lr, eps
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        for i, (w, g) in enumerate(zip(params, grads)):
            self.v[i] = self.v[i] + g**2
            w = w - self.lr * g / (np.sqrt(self.v[i]) + self.eps)
