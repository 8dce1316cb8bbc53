import numpy as np


def numerical_gradient(f, x, h=1e-5):
    def values(by):
        for k in range(x.size):
            moved = x.astype(np.result_type(x, np.float32)).ravel()
            moved[k] += by
            yield f(moved.reshape(x.shape))

    right = np.fromiter(values(h), dtype=float, count=x.size)
    left = np.fromiter(values(-h), dtype=float, count=x.size)
    return ((right - left) / (2 * h)).reshape(x.shape)
