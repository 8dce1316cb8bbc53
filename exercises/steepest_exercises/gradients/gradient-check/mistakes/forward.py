"""forward-difference"""

import numpy as np


def relative_error(a, n):
    sizes = np.maximum(abs(a) + abs(n), 1e-8)
    return np.max(abs(a - n) / sizes)


def gradient_check(f, grad, x, h=1e-5):
    slopes = np.zeros(x.shape)
    here = f(x)
    for i in np.ndindex(x.shape):
        moved = x.astype(float)
        moved[i] += h
        slopes[i] = (f(moved) - here) / h
    return relative_error(grad(x), slopes)
