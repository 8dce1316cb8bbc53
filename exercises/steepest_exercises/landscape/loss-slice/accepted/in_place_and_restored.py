import numpy as np


def loss_slice(loss, W, direction, steps):
    point = np.empty(W.shape, dtype=np.result_type(W, direction, float))
    losses = []
    for a in steps:
        point[...] = W
        point += a * direction
        losses.append(loss(point))
    return np.asarray(losses, dtype=float)


def loss_surface(loss, W, d1, d2, a, b):
    return np.stack([loss_slice(loss, W + s * d1, d2, b) for s in a])
