"""state-shared-between-parameters"""

import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v = 0.0

    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads):
            self.v = self.momentum * self.v + g
            new.append(w - self.lr * (g + self.momentum * self.v))
        return new
