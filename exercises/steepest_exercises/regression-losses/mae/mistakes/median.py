"""median-not-mean"""

import numpy as np


def mae(y_pred, y_true):
    return np.median(np.abs(y_pred - y_true))
