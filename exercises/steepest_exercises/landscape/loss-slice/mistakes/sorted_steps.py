"""steps-reordered"""

import numpy as np


def loss_slice(loss, W, direction, steps):
    return np.array([loss(W + a * direction) for a in sorted(steps)])


def loss_surface(loss, W, d1, d2, a, b):
    return np.array([[loss(W + p * d1 + q * d2) for q in sorted(b)] for p in sorted(a)])
