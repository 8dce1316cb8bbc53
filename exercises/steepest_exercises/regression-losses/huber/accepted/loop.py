def huber(y_pred, y_true, delta):
    total = 0.0
    for p, t in zip(y_pred.ravel(), y_true.ravel()):
        d = abs(p - t)
        if d <= delta:
            total += d * d / 2
        else:
            total += delta * d - delta * delta / 2
    return total / y_pred.size
