import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v = None

    def step(self, params, grads):
        if self.v is None:  # only now are the shapes known: one velocity for each parameter
            self.v = [np.zeros_like(w, dtype=float) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            # At the next step a share of this velocity will be left, whatever gradient comes then.
            # Taking that part now is the look-ahead; with the old velocity it would be plain momentum.
            new.append(w - self.lr * (g + self.momentum * self.v[i]))
        return new
