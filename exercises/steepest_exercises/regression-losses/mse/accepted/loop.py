def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("y_pred and y_true must have the same shape")
    total = 0.0
    for p, t in zip(y_pred.ravel(), y_true.ravel()):
        total += (p - t) ** 2
    return total / y_pred.size
