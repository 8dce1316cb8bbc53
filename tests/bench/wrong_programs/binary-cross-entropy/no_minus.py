# expects: minus-missing
import numpy as np


def binary_cross_entropy(p, y, eps=1e-12):
    q = np.minimum(np.maximum(p, eps), 1 - eps)
    return (y * np.log(q) + (1 - y) * np.log1p(-q)).mean()
