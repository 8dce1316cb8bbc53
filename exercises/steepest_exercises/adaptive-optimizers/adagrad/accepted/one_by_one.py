import numpy as np


class AdaGrad:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.lengths = lr, eps, {}

    def step(self, params, grads):
        """Gives the new parameters one after the other; keeps the roots, not the sums."""
        for i, (w, g) in enumerate(zip(params, grads)):
            self.lengths[i] = np.hypot(self.lengths.get(i, 0.0), g)
            yield w - self.lr * g / (self.lengths[i] + self.eps)
