"""input-modified"""

import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [0.0 * w for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            g += self.momentum * self.v[i]
            self.v[i] = g
            new.append(w - self.lr * self.v[i])
        return new
