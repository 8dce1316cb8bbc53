# expects: sum-not-mean
import numpy as np


def mae(y_pred, y_true):
    return sum(abs(float(p) - float(t)) for p, t in zip(y_pred.flat, y_true.flat))
