"""difference-of-absolute-values"""

import numpy as np


def mae(y_pred, y_true):
    return np.mean(np.abs(y_pred) - np.abs(y_true))
