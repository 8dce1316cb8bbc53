import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.velocities = {}

    def step(self, params, grads):
        for p, g in zip(params, grads):
            v = self.velocities.setdefault(id(p), np.zeros_like(p))
            v *= self.momentum
            v += g
            p -= self.lr * g
            p -= self.lr * self.momentum * v
