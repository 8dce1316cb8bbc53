"""state-shared-between-parameters"""

import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = np.zeros_like(params[0])
        new = []
        for w, g in zip(params, grads):
            self.v = self.momentum * self.v + g
            new.append(w - self.lr * (g + self.momentum * self.v))
        return new
