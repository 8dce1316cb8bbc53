"""absolute-not-squared"""

import numpy as np


def mse(y_pred, y_true):
    return np.mean(np.abs(y_pred - y_true))
