"""state-shared-between-instances"""

import numpy as np

averages = {}


class RMSProp:
    def __init__(self, lr, rho=0.99, eps=1e-8):
        self.lr, self.rho, self.eps = lr, rho, eps
        averages.clear()

    def step(self, params, grads):
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            averages[i] = self.rho * averages.get(i, 0.0) + (1 - self.rho) * g**2
            new.append(w - self.lr * g / (np.sqrt(averages[i]) + self.eps))
        return new
