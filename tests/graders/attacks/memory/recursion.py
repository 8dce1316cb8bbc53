# verdict: runtime_error
# says: RecursionError


def mse(y_pred, y_true):
    return mse(y_pred, y_true)
