"""truncated-to-integer"""

import numpy as np


def mse(y_pred, y_true):
    return int(np.mean((y_pred - y_true) ** 2))
