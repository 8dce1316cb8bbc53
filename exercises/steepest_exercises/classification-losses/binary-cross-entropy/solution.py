import numpy as np


def binary_cross_entropy(p, y, eps=1e-12):
    # From here on no logarithm can meet a 0, and a certain mistake costs -log(eps) instead of infinity.
    p = np.clip(p, eps, 1 - eps)
    # y and 1 - y are weights: for a hard label one of them is 0, for a soft one both terms count.
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
