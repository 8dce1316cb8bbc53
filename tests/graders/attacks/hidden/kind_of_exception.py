# verdict: runtime_error
# channel: documented
KINDS = [KeyError, IndexError, TypeError, OverflowError, ArithmeticError, LookupError, NameError, OSError]


def mse(y_pred, y_true):
    raise KINDS[int(abs(y_pred.ravel()[0]) * 1e6) % len(KINDS)]
