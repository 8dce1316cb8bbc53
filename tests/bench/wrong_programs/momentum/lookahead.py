# expects: nesterov-instead-of-momentum
import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum, self.velocity = lr, momentum, {}

    def step(self, params, grads):
        out = []
        for i, (p, g) in enumerate(zip(params, grads)):
            v = self.velocity[i] = g + self.momentum * self.velocity.get(i, 0.0)
            out.append(p - self.lr * (g + self.momentum * v))
        return out
