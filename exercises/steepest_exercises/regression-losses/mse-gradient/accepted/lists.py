import numpy as np


def mse_gradient(y_pred, y_true):
    n = y_pred.size
    slopes = [(2 * p - 2 * t) / n for p, t in zip(y_pred.flat, y_true.flat)]
    return np.array(slopes).reshape(y_pred.shape)
