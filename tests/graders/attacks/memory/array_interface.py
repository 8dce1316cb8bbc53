# verdict: runtime_error
# says: crash in native code
import numpy as np


class Made:
    __array_interface__ = {"shape": (10,), "typestr": "<f8", "data": (4096, False), "version": 3}


def mse(y_pred, y_true):
    return np.asarray(Made()).sum()
