import numpy as np


def loss_slice(loss, W, direction, steps):
    # W + a * direction is a new array each time: W stays where it is. Floats, even if every loss is whole.
    return np.array([loss(W + a * direction) for a in steps], dtype=float)


def loss_surface(loss, W, d1, d2, a, b):
    # Each row is a slice along d2 through a point further along d1.
    return np.array([loss_slice(loss, W + step * d1, d2, b) for step in a])
