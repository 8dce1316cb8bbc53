# verdict: wrong_answer
# says: truth value
def mse(y_pred, y_true):
    return True
