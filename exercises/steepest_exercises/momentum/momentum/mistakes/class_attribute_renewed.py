"""state-shared-between-instances"""

import numpy as np


class Momentum:
    v = None

    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.begun = False

    def step(self, params, grads):
        if not self.begun:
            self.begun = True
            Momentum.v = [np.zeros_like(w) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            new.append(w - self.lr * self.v[i])
        return new
