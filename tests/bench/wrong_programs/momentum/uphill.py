# expects: gradient-ascent
import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum, self.velocity = lr, momentum, {}

    def step(self, params, grads):
        out = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.velocity[i] = self.momentum * self.velocity.get(i, 0.0) + g
            out.append(p + self.lr * self.velocity[i])
        return out
