# verdict: wrong_answer
# An exception of another kind that is called like the right one.
import numpy as np


class ValueErrors(type):
    __name__ = "ValueError"


Forged = ValueErrors("ValueError", (KeyError,), {})


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise Forged("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
