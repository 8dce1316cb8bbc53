"""direction-normalised"""

import numpy as np


def loss_slice(loss, W, direction, steps):
    direction = direction / np.linalg.norm(direction)
    return np.array([loss(W + a * direction) for a in steps])


def loss_surface(loss, W, d1, d2, a, b):
    d1, d2 = d1 / np.linalg.norm(d1), d2 / np.linalg.norm(d2)
    return np.array([[loss(W + s * d1 + t * d2) for t in b] for s in a])
