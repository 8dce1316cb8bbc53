# verdict: runtime_error
# Writes machine code where data lie, and calls it.
import ctypes

code = ctypes.create_string_buffer(b"\xb8\x01\x00\x00\x00\xc3" * 20)
ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(code))()


import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
