"""steps-accumulate"""

import numpy as np


def loss_slice(loss, W, direction, steps):
    losses = []
    for a in steps:
        W += a * direction
        losses.append(loss(W))
    return np.array(losses)


def loss_surface(loss, W, d1, d2, a, b):
    surface = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        W += a[i] * d1
        for j in range(len(b)):
            W += b[j] * d2
            surface[i, j] = loss(W)
    return surface
