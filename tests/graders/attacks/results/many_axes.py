# verdict: wrong_answer, output_limit
# Too few elements along each axis to leave some out where it is shown, and millions in all.
import numpy as np


def mse(y_pred, y_true):
    return np.zeros((6,) * 8, np.int8)
