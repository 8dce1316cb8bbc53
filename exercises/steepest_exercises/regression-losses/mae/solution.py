import numpy as np


def mae(y_pred, y_true):
    # The size of each error first, then the mean: so errors of opposite sign can't cancel.
    return np.mean(np.abs(y_pred - y_true))
