import numpy as np


def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError(f"predictions have shape {y_pred.shape}, targets {y_true.shape}")
    return np.mean((y_pred - y_true) ** 2)
