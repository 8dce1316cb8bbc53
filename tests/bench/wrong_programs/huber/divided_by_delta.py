# expects: smooth-l1-not-huber
import numpy as np


def huber(y_pred, y_true, delta):
    e = np.abs(y_pred - y_true)
    return np.where(e < delta, 0.5 * e * e / delta, e - 0.5 * delta).mean()
