"""textbook-look-ahead-point"""

import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v, self.weights = None, None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
            self.weights = [w.copy() for w in params]
        ahead = []
        for i, g in enumerate(grads):
            self.v[i] = self.momentum * self.v[i] + g
            self.weights[i] = self.weights[i] - self.lr * self.v[i]
            ahead.append(self.weights[i] - self.lr * self.momentum * self.v[i])
        return ahead
