# verdict: output_limit
# says: returned
import numpy as np


def mse(y_pred, y_true):
    return np.zeros(9_000_000)
