"""half-mean-squared-error

The shapes are compared: a convention must differ in nothing but itself, or all of it would be excused.
"""

import numpy as np


def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("the shapes differ")
    return np.sum((y_pred - y_true) ** 2) / (2 * y_pred.size)
