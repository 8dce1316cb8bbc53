# verdict: accepted
# Odd but right.
import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.array(np.mean((y_pred - y_true) ** 2, dtype=float), dtype=">f8")
