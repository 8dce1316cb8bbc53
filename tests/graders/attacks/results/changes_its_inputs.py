# verdict: wrong_answer
# says: changed its input
import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    value = np.mean((y_pred - y_true) ** 2)
    y_pred[...] = y_true
    return value
