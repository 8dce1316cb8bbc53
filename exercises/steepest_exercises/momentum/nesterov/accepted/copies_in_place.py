import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.velocities = []

    def step(self, params, grads):
        copies = [w.astype(np.result_type(w, np.float32)) for w in params]  # float32 stays float32
        if not self.velocities:
            self.velocities = [np.zeros_like(w) for w in copies]
        for w, v, g in zip(copies, self.velocities, grads):
            v *= self.momentum
            v += g
            ahead = self.momentum * v
            ahead += g
            ahead *= self.lr
            w -= ahead
        return copies
