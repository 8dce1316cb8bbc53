"""surface-axes-swapped"""

import numpy as np


def loss_slice(loss, W, direction, steps):
    return np.array([loss(W + a * direction) for a in steps])


def loss_surface(loss, W, d1, d2, a, b):
    A, B = np.meshgrid(a, b)
    values = [loss(W + s * d1 + t * d2) for s, t in zip(A.ravel(), B.ravel())]
    return np.array(values).reshape(A.shape)
