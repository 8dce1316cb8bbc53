# verdict: wrong_answer
# says: NaN
def mse(y_pred, y_true):
    return float("nan")
