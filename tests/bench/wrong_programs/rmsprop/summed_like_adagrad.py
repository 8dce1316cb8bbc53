# expects: sum-instead-of-average
import numpy as np


class RMSProp:
    def __init__(self, lr, rho=0.99, eps=1e-8):
        self.lr, self.rho, self.eps, self.s = lr, rho, eps, {}

    def step(self, params, grads):
        out = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.s[i] = self.s.get(i, np.zeros(p.shape)) + g * g
            out.append(p - self.lr * g / (self.s[i] ** 0.5 + self.eps))
        return out
