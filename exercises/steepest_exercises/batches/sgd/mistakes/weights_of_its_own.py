"""weights-kept-inside"""


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
        self.weights = None

    def step(self, params, grads):
        if self.weights is None:
            self.weights = [w.copy() for w in params]
        self.weights = [w - self.lr * g for w, g in zip(self.weights, grads)]
        return list(self.weights)
