# verdict: runtime_error
# Takes away memory from under the interpreter.
import ctypes

libc = ctypes.CDLL(None)
libc.munmap(ctypes.c_void_p(id(None) & ~0xFFF), 1 << 16)
None is None


import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
