"""shapes-not-checked"""

import numpy as np


def mse(y_pred, y_true):
    if y_pred.ndim != y_true.ndim:
        raise ValueError("y_pred and y_true have different numbers of axes")
    return np.mean((y_pred - y_true) ** 2)
