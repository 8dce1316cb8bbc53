"""shapes-not-checked"""

import numpy as np


def mse(y_pred, y_true):
    difference = y_pred - y_true
    if difference.shape != y_pred.shape:
        raise ValueError("y_true does not fit y_pred")
    return np.mean(difference**2)
