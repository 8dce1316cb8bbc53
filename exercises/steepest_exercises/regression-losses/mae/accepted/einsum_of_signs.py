import numpy as np


def mae(y_pred, y_true):
    error = np.subtract(y_pred, y_true).reshape(-1)
    return np.einsum("i,i->", error, np.sign(error)) / len(error)
