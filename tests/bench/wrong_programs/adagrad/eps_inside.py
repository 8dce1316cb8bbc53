# expects: epsilon-inside-root
import numpy as np


class AdaGrad:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.cache = lr, eps, {}

    def step(self, params, grads):
        for i, (p, g) in enumerate(zip(list(params), grads)):
            self.cache[i] = self.cache.get(i, 0.0) + g**2
            params[i] = p - self.lr * g * (self.cache[i] + self.eps) ** -0.5
        return params
