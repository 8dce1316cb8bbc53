import math

import numpy as np


class AdaGrad:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps = lr, eps
        self.state = []

    def step(self, params, grads):
        while len(self.state) < len(params):
            self.state.append(np.zeros(params[len(self.state)].shape))
        result = []
        for w, g, v in zip(params, grads, self.state):
            moved = np.empty(w.shape)
            for index in np.ndindex(w.shape):
                v[index] = v[index] + g[index] ** 2
                moved[index] = w[index] - self.lr * g[index] / (math.sqrt(v[index]) + self.eps)
            result.append(moved)
        return result
