"""weights-kept-inside"""

import numpy as np


class AdaGrad:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps = lr, eps
        self.v, self.weights = None, None

    def step(self, params, grads):
        if self.v is None:
            self.weights = [w.copy() for w in params]
            self.v = [np.zeros_like(w) for w in params]
        for i, (w, g) in enumerate(zip(self.weights, grads)):
            self.v[i] = self.v[i] + g**2
            self.weights[i] = w - self.lr * g / (np.sqrt(self.v[i]) + self.eps)
        return list(self.weights)
