import numpy as np


def huber(y_pred, y_true, delta):
    """The part of the error up to delta counts as a square, the rest as a line of slope delta."""
    error = np.abs(y_pred - y_true)
    quadratic = np.minimum(error, delta)
    return np.mean(quadratic**2 / 2 + delta * (error - quadratic))
