"""state-shared-between-instances"""

import numpy as np


class Nesterov:
    v = {}

    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum

    def step(self, params, grads):
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v.get(i, 0) + g
            new.append(w - self.lr * (g + self.momentum * self.v[i]))
        return new
