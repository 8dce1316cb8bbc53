"""every-pair-compared"""

import numpy as np


def mae(y_pred, y_true):
    column = y_pred.reshape(-1, 1)
    return np.mean(np.abs(column - y_true.ravel()))
