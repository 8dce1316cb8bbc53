# verdict: output_limit
# says: returned
import itertools


def mse(y_pred, y_true):
    return itertools.count()
