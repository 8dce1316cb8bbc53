# verdict: runtime_error, memory_limit
import mmap

kept = []
while len(kept) < 4000:
    kept.append(mmap.mmap(-1, 1 << 20, flags=mmap.MAP_PRIVATE))


import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
