"""batches-shuffled-not-rows"""

import numpy as np


def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    w = w0.copy()
    starts = np.arange(0, len(X), batch_size)
    for _ in range(epochs):
        for start in rng.permutation(starts):
            batch = slice(start, start + batch_size)
            w = w - lr * grad(w, X[batch], y[batch])
    return w


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        return [param - self.lr * grad for param, grad in zip(params, grads)]
