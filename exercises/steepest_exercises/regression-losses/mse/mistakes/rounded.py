"""rounded-result"""

import numpy as np


def mse(y_pred, y_true):
    return round(float(np.mean((y_pred - y_true) ** 2)), 2)
