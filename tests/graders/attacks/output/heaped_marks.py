# verdict: runtime_error
print("e" + "\u0301\u0489" * 3000)


def mse(y_pred, y_true):
    raise ValueError("e" + "\u0301" * 5000)
