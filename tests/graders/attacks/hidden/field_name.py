# verdict: wrong_answer
import numpy as np


def mse(y_pred, y_true):
    return np.zeros(1, dtype=[(repr(y_pred.ravel()[0]), "f8")])
