"""state-shared-between-instances"""

import numpy as np


class AdaGrad:
    v = None

    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps = lr, eps
        self.begun = False

    def step(self, params, grads):
        if not self.begun:
            self.begun = True
            AdaGrad.v = [np.zeros_like(w) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.v[i] = self.v[i] + g**2
            new.append(w - self.lr * g / (np.sqrt(self.v[i]) + self.eps))
        return new
