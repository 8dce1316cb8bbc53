# verdict: runtime_error
print("=cmd|'/C calc'!A0")


def mse(y_pred, y_true):
    raise ValueError("=HYPERLINK(\"http://example.org\")")
