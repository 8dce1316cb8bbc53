import numpy as np
from given import numerical_gradient


def relative_error(a, n):
    # Both sizes, not the size of the sum: opposite slopes are as far apart as can be.
    # At least 1e-8, so that two slopes of 0 agree instead of giving 0/0.
    sizes = np.maximum(abs(a) + abs(n), 1e-8)
    # The worst element decides: a mean or a norm would let a single wrong one disappear among many right ones.
    return np.max(abs(a - n) / sizes)


def gradient_check(f, grad, x, h=1e-5):
    return relative_error(grad(x), numerical_gradient(f, x, h))
