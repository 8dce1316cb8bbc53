import numpy as np


def loss_slice(loss, W, direction, steps):
    return np.vectorize(lambda a: loss(W + a * direction), otypes=[float])(steps)


def loss_surface(loss, W, d1, d2, a, b):
    at = np.vectorize(lambda s, t: loss(W + s * d1 + t * d2), otypes=[float])
    return at(np.reshape(a, (-1, 1)), np.reshape(b, (1, -1)))
