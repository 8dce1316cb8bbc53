"""arguments-swapped"""

import numpy as np


def binary_cross_entropy(p, y, eps=1e-12):
    y = np.clip(y, eps, 1 - eps)
    return -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y))
