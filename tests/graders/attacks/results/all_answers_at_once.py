# verdict: wrong_answer
import numpy as np


def mse(y_pred, y_true):
    return np.linspace(-10, 10, 100_000)
