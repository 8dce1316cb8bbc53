"""parameters-never-updated"""

import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        for i, (w, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            w = w - self.lr * (g + self.momentum * self.v[i])
