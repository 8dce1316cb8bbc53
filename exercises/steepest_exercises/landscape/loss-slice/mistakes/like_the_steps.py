"""integer-results"""

import numpy as np


def loss_slice(loss, W, direction, steps):
    losses = np.zeros_like(steps)
    for i in range(len(steps)):
        losses[i] = loss(W + steps[i] * direction)
    return losses


def loss_surface(loss, W, d1, d2, a, b):
    surface = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            surface[i, j] = loss(W + a[i] * d1 + b[j] * d2)
    return surface
