import numpy as np


class RMSProp:
    """Keeps the root of the average, which is what the step divides by."""

    def __init__(self, lr, rho=0.99, eps=1e-8):
        self.lr = lr
        self.keep, self.take = rho, 1 - rho
        self.eps = eps
        self.roots = None

    def step(self, params, grads):
        old = self.roots or [np.zeros(w.shape) for w in params]
        self.roots = [np.sqrt(self.keep * root**2 + self.take * g**2) for root, g in zip(old, grads)]
        return [w - self.lr * (g / (root + self.eps)) for w, g, root in zip(params, grads, self.roots)]
