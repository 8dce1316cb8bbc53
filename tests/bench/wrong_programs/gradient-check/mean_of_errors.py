# expects: mean-instead-of-worst
import numpy as np
from given import numerical_gradient


def relative_error(a, n):
    return np.mean(np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), 1e-8))


def gradient_check(f, grad, x, h=1e-5):
    return relative_error(grad(x), numerical_gradient(f, x, h))
