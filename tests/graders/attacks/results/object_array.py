# verdict: wrong_answer
# says: Returned an object
import numpy as np


def mse(y_pred, y_true):
    return np.array([lambda: 1], dtype=object)
