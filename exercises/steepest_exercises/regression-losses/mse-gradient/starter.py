import numpy as np


def mse_gradient(y_pred, y_true):
    """Gradient of the mean squared error: the shape of y_pred."""
    # TODO: differentiate the loss with respect to one
    # prediction, then write it for all of them at once.
    raise NotImplementedError("mse_gradient is not written yet")
