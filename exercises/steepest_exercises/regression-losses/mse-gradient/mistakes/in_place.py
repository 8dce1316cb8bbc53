"""input-modified"""

import numpy as np


def mse_gradient(y_pred, y_true):
    y_pred -= y_true
    return 2 * y_pred / y_pred.size
