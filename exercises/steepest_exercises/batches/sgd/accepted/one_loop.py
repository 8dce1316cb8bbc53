import math

import numpy as np


def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    """Counts batches through all epochs, and shuffles copies of the data whenever an epoch begins."""
    w = w0.copy()
    in_epoch = math.ceil(len(X) / batch_size)
    for number in range(epochs * in_epoch):
        place = number % in_epoch
        if place == 0:
            order = rng.choice(len(X), size=len(X), replace=False)
            X, y = X[order], y[order]
        rows = slice(place * batch_size, (place + 1) * batch_size)
        w[...] = np.subtract(w, lr * grad(w, X[rows], y[rows]))
    return w


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new = []
        for param, grad in zip(params, grads):
            moved = param.astype(np.result_type(param, np.float32))
            moved -= self.lr * grad
            new.append(moved)
        return new
