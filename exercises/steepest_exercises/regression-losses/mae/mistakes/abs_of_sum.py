"""absolute-value-of-the-mean"""

def mae(y_pred, y_true):
    return abs((y_pred - y_true).sum()) / y_pred.size
