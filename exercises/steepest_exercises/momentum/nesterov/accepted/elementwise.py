import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.mu = lr, momentum
        self.velocities = []

    def step(self, params, grads):
        while len(self.velocities) < len(params):
            self.velocities.append(np.zeros(params[len(self.velocities)].shape))
        result = []
        for w, g, v in zip(params, grads, self.velocities):
            moved = np.empty(w.shape)
            for index in np.ndindex(w.shape):
                v[index] = self.mu * v[index] + g[index]
                moved[index] = w[index] - self.lr * (g[index] + self.mu * v[index])
            result.append(moved)
        return result
