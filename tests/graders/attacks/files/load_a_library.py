# verdict: runtime_error
# says: Error
import ctypes

ctypes.CDLL("libresolv.so.2")
ctypes.CDLL("/lib/x86_64-linux-gnu/libanl.so.1")


import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
