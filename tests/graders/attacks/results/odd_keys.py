# verdict: wrong_answer
def mse(y_pred, y_true):
    return {(1, 2): 3, frozenset(): 4, b"x": 5, None: 6, 1.5: 7}
