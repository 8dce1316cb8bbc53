# verdict: runtime_error
# says: nothing
import linecache

if not linecache.getlines("/etc/passwd"):
    raise ValueError("nothing")


import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
