"""root-of-the-square"""

import numpy as np


def mae(y_pred, y_true):
    return np.mean(np.sqrt((y_pred - y_true) ** 2))
