# verdict: wrong_answer
def mse(y_pred, y_true):
    return {type(repr(y_pred.ravel()[0]), (), {})(): 1}
