# expects: sum-not-mean
import numpy as np


def binary_cross_entropy(p, y, eps=1e-12):
    total = 0.0
    for q, t in zip(np.clip(p, eps, 1 - eps).ravel(), y.ravel()):
        total -= t * np.log(q) + (1 - t) * np.log(1 - q)
    return total
