# expects: weights-of-average-swapped
import numpy as np


class RMSProp:
    def __init__(self, lr, rho=0.99, eps=1e-8):
        self.lr, self.rho, self.eps, self.s = lr, rho, eps, {}

    def step(self, params, grads):
        out = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.s[i] = (1 - self.rho) * self.s.get(i, 0.0) + self.rho * g**2
            out.append(p - self.lr * g / (np.sqrt(self.s[i]) + self.eps))
        return out
