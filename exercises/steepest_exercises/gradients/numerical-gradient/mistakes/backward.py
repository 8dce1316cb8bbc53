"""backward-difference"""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = x.astype(float)
    gradient = np.zeros(x.shape)
    here = f(x)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] -= h
        gradient[i] = (here - f(moved)) / h
    return gradient
