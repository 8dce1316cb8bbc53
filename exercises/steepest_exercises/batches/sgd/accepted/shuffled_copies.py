import numpy as np


def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    """Lists of (row, target) pairs, taken from the front until none is left."""
    w = np.copy(w0)
    for _ in range(epochs):
        order = list(range(len(X)))
        rng.shuffle(order)
        pairs = [(X[i], y[i]) for i in order]
        while pairs:
            batch, pairs = pairs[:batch_size], pairs[batch_size:]
            X_batch = np.array([row for row, _ in batch])
            y_batch = np.array([target for _, target in batch])
            w -= lr * np.asarray(grad(w, X_batch, y_batch))
    return w


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        params[:] = [p - self.lr * g for p, g in zip(params, grads)]
