# verdict: accepted
# exercise: mse-gradient
# Right, laid out backwards.
import numpy as np


def mse_gradient(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    gradient = 2 * (y_pred - y_true) / y_true.size
    turned = np.ascontiguousarray(gradient[::-1])
    return turned[::-1]
