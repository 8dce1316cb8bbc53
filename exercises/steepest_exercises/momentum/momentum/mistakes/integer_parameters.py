"""integer-parameters"""

import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(w, dtype=float) for w in params]
        new = [np.empty_like(w) for w in params]
        for i, (w, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            new[i][...] = w - self.lr * self.v[i]
        return new
