import numpy as np


def gradient_descent(grad, w0, lr, steps):
    if steps == 0:
        return w0[np.newaxis].copy()
    before = gradient_descent(grad, w0, lr, steps - 1)
    return np.concatenate([before, [before[-1] - lr * grad(before[-1])]])
