"""absolute-value-missing"""

import numpy as np


def mae(y_pred, y_true):
    return np.mean(y_true - y_pred)
