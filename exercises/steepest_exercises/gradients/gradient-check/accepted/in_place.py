import numpy as np

import given


def relative_error(a, n):
    error = np.array(a - n, dtype=float)
    np.abs(error, out=error)
    error /= np.maximum(np.abs(a) + np.abs(n), 1e-8)
    return np.amax(error)


def gradient_check(f, grad, x, h=1e-5):
    return relative_error(grad(x), given.numerical_gradient(f, x, h))
