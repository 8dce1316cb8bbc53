import numpy as np


def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    """Reads the rows of each batch in ascending order, as one would from a file."""
    w = np.array(w0)
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = np.sort(order[start : start + batch_size])
            w = w - lr * grad(w, X[rows], y[rows])
    return w


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        return [param - self.lr * grad for param, grad in zip(params, grads)]
