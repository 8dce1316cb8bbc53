import numpy as np


def huber(y_pred, y_true, delta):
    d = y_pred - y_true
    return np.average(np.select([d > delta, d < -delta], [delta * d - delta**2 / 2, -delta * d - delta**2 / 2], d * d / 2))
