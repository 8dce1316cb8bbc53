"""variance-not-mean-square"""

import numpy as np


def mse(y_pred, y_true):
    return np.var(y_pred - y_true)
