"""too-many-evaluations"""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = x.astype(float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        near = f(x + step) - f(x - step)
        far = f(x + 2 * step) - f(x - 2 * step)
        gradient[i] = (8 * near - far) / (12 * h)
    return gradient
