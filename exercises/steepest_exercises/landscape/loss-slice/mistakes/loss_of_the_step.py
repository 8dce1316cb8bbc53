"""losses-added-not-points"""

import numpy as np


def loss_slice(loss, W, direction, steps):
    return np.array([loss(W) + loss(a * direction) for a in steps])


def loss_surface(loss, W, d1, d2, a, b):
    surface = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            surface[i, j] = loss(W) + loss(a[i] * d1 + b[j] * d2)
    return surface
