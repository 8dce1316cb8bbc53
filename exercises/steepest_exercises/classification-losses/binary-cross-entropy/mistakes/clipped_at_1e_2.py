"""clipped-at-a-limit-of-its-own"""

import numpy as np


def binary_cross_entropy(p, y, eps=1e-12):
    p = np.clip(p, 1e-2, 1 - 1e-2)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
