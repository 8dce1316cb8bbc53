# verdict: security_violation, runtime_error
# The x32 spelling of a call that is allowed; on other processors merely a number that means nothing.
import ctypes

if ctypes.CDLL(None).syscall(0x40000000 + 39) < 0:
    raise PermissionError("refused")


import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
