# verdict: wrong_answer
import numpy as np


def mse(y_pred, y_true):
    return np.zeros(1, dtype=f"M8[{int(abs(y_pred.ravel()[0]) * 1e9) % (1 << 30) + 2}s]")
