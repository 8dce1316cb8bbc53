# expects: half-mean-squared-error
import numpy as np


def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    d = (y_pred - y_true).ravel()
    return np.einsum("i,i->", d, d) / (2 * len(d))
