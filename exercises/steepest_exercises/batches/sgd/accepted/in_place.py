import numpy as np


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        for param, grad in zip(params, grads):
            param -= self.lr * grad


def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    w = np.array(w0, dtype=float)
    optimizer = SGD(lr)
    rows = np.arange(len(X))
    for epoch in range(epochs):
        rng.shuffle(rows)
        for first in range(0, len(rows), batch_size):
            batch = rows[first : first + batch_size]
            optimizer.step([w], [grad(w, X[batch], y[batch])])
    return w
