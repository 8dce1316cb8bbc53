# verdict: wrong_answer
# As many axes of one as the first digit says.
import numpy as np


def mse(y_pred, y_true):
    return np.ones((1,) * (1 + int(abs(y_pred.ravel()[0]) * 1e6) % 30))
