# expects: slope-of-sigmoid
import numpy as np


def sigmoid(z):
    small = np.exp(-np.abs(np.asarray(z, dtype=float)))
    s = 1 / (1 + small)
    return s * (1 - s)
