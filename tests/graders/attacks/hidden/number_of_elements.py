# verdict: wrong_answer
def mse(y_pred, y_true):
    return [1.0] * (1 + int(abs(y_pred.ravel()[0]) * 1e6) % 5000)
