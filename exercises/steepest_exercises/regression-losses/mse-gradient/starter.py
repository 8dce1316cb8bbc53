import numpy as np


def mse_gradient(y_pred, y_true):
    """Gradient of the mean squared error with respect to y_pred, an array of its shape."""
    # TODO: differentiate the loss with respect to one prediction, then write it for all at once.
    raise NotImplementedError("mse_gradient is not written yet")
