# verdict: wrong_answer
# says: Returned an object
import numpy as np


def mse(y_pred, y_true):
    return np.zeros(3, dtype=[("mse", "f8"), ("verdict", "O")])
