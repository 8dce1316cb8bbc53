# verdict: wrong_answer
# says: complex
def mse(y_pred, y_true):
    return complex(((y_pred - y_true) ** 2).mean())
