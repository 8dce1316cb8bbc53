import numpy as np


def mae(y_pred, y_true):
    return np.linalg.norm((y_pred - y_true).ravel(), ord=1) / y_pred.size
