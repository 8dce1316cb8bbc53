# verdict: runtime_error
# says: ZeroDivisionError
def mse(y_pred, y_true):
    yield 1
    1 / 0
