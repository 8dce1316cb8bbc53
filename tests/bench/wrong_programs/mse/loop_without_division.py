# expects: sum-not-mean
import numpy as np


def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    total = 0.0
    for p, t in zip(y_pred.ravel(), y_true.ravel()):
        total += (p - t) ** 2
    return total
