# expects: look-ahead-missing
import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum, self.velocity = lr, momentum, {}

    def step(self, params, grads):
        out = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.velocity[i] = g + self.momentum * self.velocity.get(i, 0.0)
            out.append(p - self.lr * self.velocity[i])
        return out
