"""norm-ratio-hides-elements"""

import numpy as np

from given import numerical_gradient


def relative_error(a, n):
    size = max(np.linalg.norm(a) + np.linalg.norm(n), 1e-8)
    return np.linalg.norm(a - n) / size


def gradient_check(f, grad, x, h=1e-5):
    return relative_error(grad(x), numerical_gradient(f, x, h))
