# expects: velocity-averaged
import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum, self.velocity = lr, momentum, {}

    def step(self, params, grads):
        for i, (p, g) in enumerate(zip(params, grads)):
            v = self.momentum * self.velocity.get(i, 0.0) + (1 - self.momentum) * g
            self.velocity[i] = v
            params[i] = p - self.lr * v
        return params
