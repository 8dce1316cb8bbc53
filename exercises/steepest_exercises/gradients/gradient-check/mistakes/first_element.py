"""one-coordinate-checked"""

import numpy as np

from given import numerical_gradient


def relative_error(a, n):
    sizes = np.maximum(abs(a) + abs(n), 1e-8)
    return np.max(abs(a - n) / sizes)


def gradient_check(f, grad, x, h=1e-5):
    step = np.zeros(x.shape)
    step.flat[0] = h
    slope = (f(x + step) - f(x - step)) / (2 * h)
    return relative_error(grad(x).flat[0], slope)
