"""root-of-the-mean-square"""

import numpy as np


def mae(y_pred, y_true):
    return np.sqrt(np.mean((y_pred - y_true) ** 2))
