"""line-missing"""

import numpy as np


def huber(y_pred, y_true, delta):
    error = np.abs(y_pred - y_true)
    return np.mean(0.5 * error**2)
