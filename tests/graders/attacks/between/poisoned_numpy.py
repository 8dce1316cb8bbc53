# verdict: wrong_answer, runtime_error
import numpy as np

np.seterr(all="raise")
np.set_printoptions(formatter={"all": lambda value: "accepted"})
np.mean = np.sum = np.square = None


def mse(y_pred, y_true):
    return 123.0
