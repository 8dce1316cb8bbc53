"""squared-not-absolute"""

import numpy as np


def mae(y_pred, y_true):
    return np.mean((y_pred - y_true) ** 2)
