# verdict: wrong_answer
def mse(y_pred, y_true):
    return 10**5000
