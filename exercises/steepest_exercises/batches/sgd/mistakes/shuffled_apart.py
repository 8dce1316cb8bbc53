"""targets-shuffled-apart"""

import numpy as np


def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    w = w0.copy()
    for _ in range(epochs):
        X_order, y_order = rng.permutation(len(X)), rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = slice(start, start + batch_size)
            w = w - lr * grad(w, X[X_order[batch]], y[y_order[batch]])
    return w


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        return [param - self.lr * grad for param, grad in zip(params, grads)]
