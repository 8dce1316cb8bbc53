# verdict: wrong_answer
def mse(y_pred, y_true):
    return [1, {"x": type(repr(y_pred.ravel()[0]), (), {})()}]
