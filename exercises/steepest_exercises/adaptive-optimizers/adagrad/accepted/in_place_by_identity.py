import numpy as np


class AdaGrad:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps = lr, eps
        self.state = {}

    def step(self, params, grads):
        for p, g in zip(params, grads):
            v = self.state.setdefault(id(p), np.zeros_like(p))
            v += np.square(g)
            p -= self.lr * g / (np.sqrt(v) + self.eps)
