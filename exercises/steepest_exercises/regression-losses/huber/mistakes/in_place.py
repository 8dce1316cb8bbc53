"""input-modified"""

import numpy as np


def huber(y_pred, y_true, delta):
    y_pred -= y_true
    error = np.abs(y_pred)
    return np.mean(np.where(error <= delta, 0.5 * error**2, delta * (error - 0.5 * delta)))
