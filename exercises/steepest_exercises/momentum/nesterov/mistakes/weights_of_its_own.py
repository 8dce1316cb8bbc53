"""weights-kept-inside"""

import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v, self.weights = None, None

    def step(self, params, grads):
        if self.v is None:
            self.weights = [w.copy() for w in params]
            self.v = [np.zeros_like(w) for w in params]
        for i, (w, g) in enumerate(zip(self.weights, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            self.weights[i] = w - self.lr * (g + self.momentum * self.v[i])
        return list(self.weights)
