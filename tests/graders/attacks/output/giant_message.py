# verdict: runtime_error
# says: ValueError


def mse(y_pred, y_true):
    raise ValueError("m" * 10_000_000)
