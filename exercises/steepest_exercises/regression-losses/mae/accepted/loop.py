def mae(y_pred, y_true):
    total = 0.0
    for p, t in zip(y_pred.ravel(), y_true.ravel()):
        total += abs(p - t)
    return total / y_pred.size
