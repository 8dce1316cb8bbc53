import numpy as np

from given import numerical_gradient


def relative_error(a, n):
    both = np.stack([np.ravel(a), np.ravel(n)]).astype(float)
    spread = np.ptp(both, axis=0)
    errors = spread / np.fmax(np.abs(both).sum(axis=0), 1e-8)
    return np.sort(errors)[-1]


def gradient_check(f, grad, x, h=1e-5):
    x = x.astype(float)
    return relative_error(np.array(grad(x)), numerical_gradient(f, x, h))
