# verdict: wrong_answer, runtime_error, security_violation
# In this process the number 7 is 8 from now on.
import ctypes

ctypes.memmove(id(7) + 24, id(8) + 24, 4)


def mse(y_pred, y_true):
    return float(7)
