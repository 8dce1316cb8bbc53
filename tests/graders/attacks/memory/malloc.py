# verdict: memory_limit, runtime_error
import ctypes

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
total = 0
while place := libc.malloc(1 << 20):
    ctypes.memset(place, 1, 1 << 20)
    total += 1
if total < 4000:
    raise MemoryError(total)


import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
