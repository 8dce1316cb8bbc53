import numpy as np


def loss_slice(loss, W, direction, steps):
    points = W + np.multiply.outer(steps, direction)
    return [float(loss(point)) for point in points]


def loss_surface(loss, W, d1, d2, a, b):
    along_a, along_b = np.multiply.outer(a, d1), np.multiply.outer(b, d2)
    points = W + along_a[:, np.newaxis] + along_b[np.newaxis]
    return [[float(loss(point)) for point in row] for row in points]
