# expects: gradient-ascent
import numpy as np


def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    w = w0.copy()
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for i in range(0, len(order), batch_size):
            rows = order[i : i + batch_size]
            w = w + lr * grad(w, X[rows], y[rows])
    return w


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        return [p + self.lr * g for p, g in zip(params, grads)]
