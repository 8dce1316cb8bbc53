# verdict: runtime_error
print("a\0b")


def mse(y_pred, y_true):
    raise ValueError("\0" * 100)
