# verdict: wrong_answer
def mse(y_pred, y_true):
    return (x for x in (1, 2, 3))
