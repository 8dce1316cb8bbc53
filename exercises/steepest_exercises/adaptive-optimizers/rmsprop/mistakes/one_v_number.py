"""state-shared-between-parameters"""

import numpy as np


class RMSProp:
    def __init__(self, lr, rho=0.99, eps=1e-8):
        self.lr, self.rho, self.eps = lr, rho, eps
        self.v = 0.0

    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads):
            self.v = self.rho * self.v + (1 - self.rho) * g**2
            new.append(w - self.lr * g / (np.sqrt(self.v) + self.eps))
        return new
