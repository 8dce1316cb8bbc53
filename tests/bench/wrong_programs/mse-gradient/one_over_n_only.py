# expects: factor-two-missing
import numpy as np


def mse_gradient(y_pred, y_true):
    return np.divide(y_pred - y_true, y_pred.size)
