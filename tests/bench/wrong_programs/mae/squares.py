# expects: squared-not-absolute
import numpy as np


def mae(y_pred, y_true):
    d = y_pred - y_true
    return (d * d).sum() / d.size
