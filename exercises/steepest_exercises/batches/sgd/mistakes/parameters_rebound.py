"""parameters-never-updated"""


def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    w = w0.copy()
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            w = w - lr * grad(w, X[rows], y[rows])
    return w


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        for w, g in zip(params, grads):
            w = w - self.lr * g
