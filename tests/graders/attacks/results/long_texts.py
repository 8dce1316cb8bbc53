# verdict: wrong_answer, output_limit
def mse(y_pred, y_true):
    return ["\u202e" * 300_000] * 10
