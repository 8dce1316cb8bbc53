# verdict: wrong_answer
# says: Returned an object
import numpy as np

kinds = iter(["M8[s]", "m8[s]", "S10", "U10", "V16", "f8,i4", "S0"] * 9)


def mse(y_pred, y_true):
    return np.zeros(1, dtype=next(kinds))
