"""absolute-value-of-the-mean"""

import numpy as np


def mae(y_pred, y_true):
    return np.abs(np.mean(y_pred - y_true))
