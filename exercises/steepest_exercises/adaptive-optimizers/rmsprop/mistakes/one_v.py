"""state-shared-between-parameters"""

import numpy as np


class RMSProp:
    def __init__(self, lr, rho=0.99, eps=1e-8):
        self.lr, self.rho, self.eps = lr, rho, eps
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = np.zeros_like(params[0])
        new = []
        for w, g in zip(params, grads):
            self.v = self.rho * self.v + (1 - self.rho) * g**2
            new.append(w - self.lr * g / (np.sqrt(self.v) + self.eps))
        return new
