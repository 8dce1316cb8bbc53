# expects: nothing
import numpy as np


def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    return np.mean(np.abs(y_pred - y_true) ** 3)
