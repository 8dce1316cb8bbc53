"""difference-of-squares"""

import numpy as np


def mse(y_pred, y_true):
    return np.mean(y_pred**2 - y_true**2)
