"""root-mean-squared-error"""

import numpy as np


def mse(y_pred, y_true):
    return np.sqrt(np.mean((y_pred - y_true) ** 2))
