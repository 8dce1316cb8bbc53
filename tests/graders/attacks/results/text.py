# verdict: wrong_answer
# says: string
def mse(y_pred, y_true):
    return str(((y_pred - y_true) ** 2).mean())
