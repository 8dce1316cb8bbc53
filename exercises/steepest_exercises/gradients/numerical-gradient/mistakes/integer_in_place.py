"""integer-buffer"""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        right = f(x)
        x[i] = old - h
        left = f(x)
        x[i] = old
        gradient[i] = (right - left) / (2 * h)
    return gradient
