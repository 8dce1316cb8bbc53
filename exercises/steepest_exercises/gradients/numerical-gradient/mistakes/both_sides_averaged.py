"""too-many-evaluations"""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = x.astype(float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        forward = (f(x + step) - f(x)) / h
        backward = (f(x) - f(x - step)) / h
        gradient[i] = (forward + backward) / 2
    return gradient
