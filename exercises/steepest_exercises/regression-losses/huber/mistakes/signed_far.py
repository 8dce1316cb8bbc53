"""absolute-value-missing-in-the-line"""

import numpy as np


def huber(y_pred, y_true, delta):
    d = y_pred - y_true
    return np.mean(np.where(np.abs(d) <= delta, 0.5 * d**2, delta * (d - 0.5 * delta)))
