"""one-batch-per-epoch"""

import numpy as np


def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    w = w0.copy()
    for _ in range(epochs):
        rows = rng.choice(len(X), size=min(batch_size, len(X)), replace=False)
        w = w - lr * grad(w, X[rows], y[rows])
    return w


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        return [param - self.lr * grad for param, grad in zip(params, grads)]
