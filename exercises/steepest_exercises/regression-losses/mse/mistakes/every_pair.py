"""every-pair-compared"""

import numpy as np


def mse(y_pred, y_true):
    column = y_pred.reshape(-1, 1)
    return np.mean((column - y_true.ravel()) ** 2)
