# expects: sum-not-mean
import numpy as np


def huber(y_pred, y_true, delta):
    total = 0.0
    for p, t in zip(y_pred.ravel(), y_true.ravel()):
        e = abs(p - t)
        total += e * e / 2 if e <= delta else delta * e - delta**2 / 2
    return total
