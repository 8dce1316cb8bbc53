import numpy as np

from given import numerical_gradient


def relative_error(a, n):
    with np.errstate(invalid="ignore", divide="ignore"):
        sizes = abs(a) + abs(n)
        return np.where(sizes > 1e-8, abs(a - n) / sizes, abs(a - n) / 1e-8).max()


def gradient_check(f, grad, x, h=1e-5):
    numerical = numerical_gradient(f, x.copy(), h=h)
    return relative_error(a=grad(x.copy()), n=numerical)
