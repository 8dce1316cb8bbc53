def mse_gradient(y_pred, y_true):
    # Each element stands in one term of the mean alone, so its slope is that term's: 2 (p - t) / n.
    return 2 * (y_pred - y_true) / y_pred.size
