# expects: nothing
import numpy as np


def mae(y_pred, y_true):
    return np.mean(np.log1p(np.abs(y_pred - y_true)))
