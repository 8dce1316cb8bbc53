# expects: pieces-do-not-meet slope-of-the-line-is-not-delta
import numpy as np


def huber(y_pred, y_true, delta):
    e = np.abs(y_pred - y_true)
    return np.mean([0.5 * v**2 if v <= delta else v - 0.5 for v in e.ravel()])
