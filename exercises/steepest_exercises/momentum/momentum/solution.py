import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v = None

    def step(self, params, grads):
        if self.v is None:  # only now are the shapes known: one velocity for each parameter
            self.v = [np.zeros_like(w, dtype=float) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            # The gradient changes the velocity, the velocity changes the weights. The learning rate
            # stays outside, so that a new one acts on the whole step at once.
            self.v[i] = self.momentum * self.v[i] + g
            new.append(w - self.lr * self.v[i])
        return new
