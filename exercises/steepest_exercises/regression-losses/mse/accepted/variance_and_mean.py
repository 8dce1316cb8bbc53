import numpy as np


def mse(y_pred, y_true):
    """The mean square is the variance plus the square of the mean; float32 stays float32."""
    if y_pred.shape != y_true.shape:
        raise ValueError(f"{y_pred.shape} is not {y_true.shape}")
    error = y_pred - y_true
    return np.var(error) + np.mean(error) ** 2
