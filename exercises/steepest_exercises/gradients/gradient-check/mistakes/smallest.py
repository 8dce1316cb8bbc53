"""smallest-instead-of-worst"""

import numpy as np

from given import numerical_gradient


def relative_error(a, n):
    sizes = np.maximum(abs(a) + abs(n), 1e-8)
    return np.min(abs(a - n) / sizes)


def gradient_check(f, grad, x, h=1e-5):
    return relative_error(grad(x), numerical_gradient(f, x, h))
