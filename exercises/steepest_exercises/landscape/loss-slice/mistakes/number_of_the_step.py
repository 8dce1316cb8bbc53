"""index-instead-of-step"""

import numpy as np


def loss_slice(loss, W, direction, steps):
    return np.array([loss(W + i * direction) for i in range(len(steps))])


def loss_surface(loss, W, d1, d2, a, b):
    surface = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            surface[i, j] = loss(W + i * d1 + j * d2)
    return surface
