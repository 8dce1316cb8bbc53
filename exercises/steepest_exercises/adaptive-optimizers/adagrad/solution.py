import numpy as np


class AdaGrad:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps = lr, eps
        self.v = None

    def step(self, params, grads):
        if self.v is None:  # only now are the shapes known: one array of sums for each parameter
            self.v = [np.zeros_like(w, dtype=float) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            # The present gradient counts in its own step, so the first step is lr for every element.
            self.v[i] = self.v[i] + g**2
            # eps beside the root, not in it: it only has to keep 0 / 0 away.
            new.append(w - self.lr * g / (np.sqrt(self.v[i]) + self.eps))
        return new
