"""textbook-look-ahead-point"""

import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v, self.ahead = None, None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
            self.ahead = [np.zeros_like(w) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            back = w + self.ahead[i]
            self.ahead[i] = self.lr * self.momentum * self.v[i]
            new.append(back - self.lr * self.v[i] - self.ahead[i])
        return new
