"""all-coordinates-at-once"""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    slope = (f(x + h) - f(x - h)) / (2 * h)
    for i in np.ndindex(x.shape):
        gradient[i] = slope
    return gradient
