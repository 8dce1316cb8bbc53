"""each-logarithm-limited-alone"""

import numpy as np


def binary_cross_entropy(p, y, eps=1e-12):
    return -np.mean(y * np.log(np.maximum(p, eps)) + (1 - y) * np.log(np.maximum(1 - p, eps)))
