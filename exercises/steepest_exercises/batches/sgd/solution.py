def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    w = w0.copy()  # w0 belongs to the caller
    for _ in range(epochs):
        order = rng.permutation(len(X))  # a new order every epoch, the same for X and y
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]  # a slice past the end is just shorter
            w = w - lr * grad(w, X[rows], y[rows])  # grad is a mean already: no division here
    return w


class SGD:
    def __init__(self, lr):
        self.lr = lr  # read at every step, so that a schedule may change it

    def step(self, params, grads):
        return [param - self.lr * grad for param, grad in zip(params, grads)]
