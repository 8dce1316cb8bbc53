"""one-piece-for-the-whole-batch"""

import numpy as np


def huber(y_pred, y_true, delta):
    error = np.abs(y_pred - y_true)
    if np.all(error <= delta):
        return np.mean(0.5 * error**2)
    return np.mean(delta * (error - 0.5 * delta))
