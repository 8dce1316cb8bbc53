import numpy as np


def linear_mse_gradient(w, b, X, y):
    """Gradient of the mean squared error of X @ w + b: an array of the shape of w, and a number for b."""
    # TODO: the errors first, then what each weight and the bias have to do with them.
    raise NotImplementedError("linear_mse_gradient is not written yet")
