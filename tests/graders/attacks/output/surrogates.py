# verdict: runtime_error
print("\ud800 \udfff \udc80")


def mse(y_pred, y_true):
    raise ValueError("\ud83d\ude00 \ud800" * 10)
