"""state-shared-between-instances"""

import numpy as np


class RMSProp:
    v = None

    def __init__(self, lr, rho=0.99, eps=1e-8):
        self.lr, self.rho, self.eps = lr, rho, eps
        self.begun = False

    def step(self, params, grads):
        if not self.begun:
            self.begun = True
            RMSProp.v = [np.zeros_like(w) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.v[i] = self.rho * self.v[i] + (1 - self.rho) * g**2
            new.append(w - self.lr * g / (np.sqrt(self.v[i]) + self.eps))
        return new
