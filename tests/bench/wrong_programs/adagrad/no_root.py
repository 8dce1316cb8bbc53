# expects: root-missing
import numpy as np


class AdaGrad:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.cache = lr, eps, {}

    def step(self, params, grads):
        out = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.cache.get(i, 0.0) + np.multiply(g, g)
            out.append(p - self.lr * g / (self.cache[i] + self.eps))
        return out
