"""gradient-collapsed-to-a-number"""

import numpy as np


def mse_gradient(y_pred, y_true):
    return 2 * np.mean(y_pred - y_true)
