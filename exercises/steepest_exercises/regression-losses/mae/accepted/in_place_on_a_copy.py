import numpy as np


def mae(y_pred, y_true):
    error = y_pred.copy()
    error -= y_true
    np.abs(error, out=error)
    return error.mean()
