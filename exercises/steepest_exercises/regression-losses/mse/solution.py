import numpy as np


def mse(y_pred, y_true):
    # Broadcasting would turn (n,) against (n, 1) into n x n differences without a word: refuse it.
    if y_pred.shape != y_true.shape:
        raise ValueError(f"predictions have shape {y_pred.shape}, targets {y_true.shape}")
    # Subtract first, then square: squares of large numbers would swallow their small difference.
    return np.mean((y_pred - y_true) ** 2)
