"""surface-flattened"""

import numpy as np


def loss_slice(loss, W, direction, steps):
    return np.array([loss(W + a * direction) for a in steps])


def loss_surface(loss, W, d1, d2, a, b):
    return np.array([loss(W + s * d1 + t * d2) for s in a for t in b])
