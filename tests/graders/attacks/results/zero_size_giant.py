# verdict: wrong_answer, security_violation, output_limit
import numpy as np


def mse(y_pred, y_true):
    return np.zeros((0, 1 << 50))
