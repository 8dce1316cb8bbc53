import numpy as np


class AdaGrad:
    """All gradients as one long vector, with one long v; the move is cut apart again at the end."""

    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps = lr, eps
        self.v = 0.0

    def step(self, params, grads):
        g = np.concatenate([grad.ravel() for grad in grads])
        self.v = self.v + g * g
        moves = self.lr * g / (np.sqrt(self.v) + self.eps)
        ends = np.cumsum([w.size for w in params])[:-1]
        return [w - move.reshape(w.shape) for w, move in zip(params, np.split(moves, ends))]
