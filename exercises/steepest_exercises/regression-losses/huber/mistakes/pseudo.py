"""pseudo-huber"""

import numpy as np


def huber(y_pred, y_true, delta):
    d = y_pred - y_true
    return np.mean(delta**2 * (np.sqrt(1 + (d / delta) ** 2) - 1))
