import numpy as np


def mse(y_pred, y_true):
    if not y_pred.shape == y_true.shape:
        raise ValueError
    errors = np.array(y_pred, dtype=np.float64)
    errors -= y_true
    errors *= errors
    return errors.mean()
