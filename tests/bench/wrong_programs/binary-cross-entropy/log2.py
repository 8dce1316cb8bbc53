# expects: logarithm-base-two
import numpy as np


def binary_cross_entropy(p, y, eps=1e-12):
    q = np.clip(p, eps, 1 - eps)
    return -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q)) / np.log(2)
