# expects: surface-axes-swapped
import numpy as np


def loss_slice(loss, W, direction, steps):
    return np.array([loss(W + s * direction) for s in steps])


def loss_surface(loss, W, d1, d2, a, b):
    out = np.empty((len(b), len(a)))
    for i, s in enumerate(a):
        for j, t in enumerate(b):
            out[j, i] = loss(W + s * d1 + t * d2)
    return out
