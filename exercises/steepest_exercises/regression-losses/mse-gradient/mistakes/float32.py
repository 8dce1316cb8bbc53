"""single-precision-cast"""

import numpy as np


def mse_gradient(y_pred, y_true):
    error = (y_pred - y_true).astype(np.float32)
    return 2 * error / error.size
