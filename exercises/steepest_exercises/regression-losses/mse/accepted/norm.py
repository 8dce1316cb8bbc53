import numpy as np


def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    distance = np.linalg.norm((y_pred - y_true).reshape(-1))
    return distance * distance / y_pred.size
