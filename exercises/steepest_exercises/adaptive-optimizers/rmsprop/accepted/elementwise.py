import math

import numpy as np


class RMSProp:
    def __init__(self, lr, rho=0.99, eps=1e-8):
        self.lr, self.rho, self.eps = lr, rho, eps
        self.state = []

    def step(self, params, grads):
        while len(self.state) < len(params):
            self.state.append(np.zeros(params[len(self.state)].shape))
        result = []
        for w, g, v in zip(params, grads, self.state):
            moved = np.empty(w.shape)
            for index in np.ndindex(w.shape):
                v[index] = self.rho * v[index] + (1 - self.rho) * g[index] ** 2
                moved[index] = w[index] - self.lr * g[index] / (math.sqrt(v[index]) + self.eps)
            result.append(moved)
        return result
