"""weights-kept-inside"""

import numpy as np


class RMSProp:
    def __init__(self, lr, rho=0.99, eps=1e-8):
        self.lr, self.rho, self.eps = lr, rho, eps
        self.v, self.weights = None, None

    def step(self, params, grads):
        if self.v is None:
            self.weights = [w.copy() for w in params]
            self.v = [np.zeros_like(w) for w in params]
        for i, (w, g) in enumerate(zip(self.weights, grads)):
            self.v[i] = self.rho * self.v[i] + (1 - self.rho) * g**2
            self.weights[i] = w - self.lr * g / (np.sqrt(self.v[i]) + self.eps)
        return list(self.weights)
