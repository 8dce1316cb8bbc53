# verdict: wrong_answer
# says: infinite
def mse(y_pred, y_true):
    return float("inf")
