import numpy as np


class RMSProp:
    def __init__(self, lr, rho=0.99, eps=1e-8):
        self.lr, self.rho, self.eps = lr, rho, eps
        self.state = {}

    def step(self, params, grads):
        for p, g in zip(params, grads):
            v = self.state.setdefault(id(p), np.zeros_like(p))
            v *= self.rho
            v += (1 - self.rho) * np.square(g)
            p -= self.lr * g / (np.sqrt(v) + self.eps)
