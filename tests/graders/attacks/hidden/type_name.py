# verdict: wrong_answer
# says: Returned an object
def mse(y_pred, y_true):
    return type(repr(y_pred.ravel()[0]), (), {})()
