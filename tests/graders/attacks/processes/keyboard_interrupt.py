# verdict: runtime_error
# says: KeyboardInterrupt


def mse(y_pred, y_true):
    raise KeyboardInterrupt
