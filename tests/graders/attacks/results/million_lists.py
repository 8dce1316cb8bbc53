# verdict: output_limit
def mse(y_pred, y_true):
    return [[] for _ in range(1_000_000)]
