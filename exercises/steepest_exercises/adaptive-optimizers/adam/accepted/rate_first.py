import math

import numpy as np


class Adam:
    """Both corrections as factors; eps is scaled with them, so that it counts as in the plain form."""

    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        self.power1 = self.power2 = 1.0
        self.moments = []

    def step(self, params, grads):
        self.power1 *= self.beta1
        self.power2 *= self.beta2
        root = math.sqrt(1 - self.power2)
        rate = self.lr * root / (1 - self.power1)
        while len(self.moments) < len(params):
            self.moments.append((0.0, 0.0))
        for k in range(len(params)):
            m, v = self.moments[k]
            m = self.beta1 * m + (1 - self.beta1) * grads[k]
            v = self.beta2 * v + (1 - self.beta2) * grads[k] ** 2
            self.moments[k] = (m, v)
            params[k][...] -= rate * m / (np.sqrt(v) + self.eps * root)
        return None
