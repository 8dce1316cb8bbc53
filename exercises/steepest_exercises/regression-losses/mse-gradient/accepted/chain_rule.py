import numpy as np


def mean_backward(upstream, shape):
    return np.full(shape, upstream / np.prod(shape))


def square_backward(upstream, error):
    return upstream * 2 * error


def mse_gradient(y_pred, y_true):
    """Backwards through the mean, the square and the difference, whose slope is 1."""
    error = y_pred - y_true
    return square_backward(mean_backward(1.0, error.shape), error)
