"""gradients-added-unsquared"""

import numpy as np


class AdaGrad:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps = lr, eps
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.v[i] = self.v[i] + np.abs(g)
            new.append(w - self.lr * g / (self.v[i] + self.eps))
        return new
