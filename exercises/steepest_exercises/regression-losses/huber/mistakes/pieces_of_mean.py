"""mean-before-the-pieces"""

import numpy as np


def huber(y_pred, y_true, delta):
    error = np.mean(np.abs(y_pred - y_true))
    if error <= delta:
        return 0.5 * error**2
    return delta * (error - 0.5 * delta)
