# verdict: output_limit
def mse(y_pred, y_true):
    return dict.fromkeys(range(1_000_000))
