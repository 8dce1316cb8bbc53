# verdict: memory_limit
# says: MemoryError
# What an honest student does by accident: every pair of a long array.
import numpy as np


def mse(y_pred, y_true):
    p = np.resize(y_pred, 100_000)
    return np.mean((p[:, None] - p[None, :]) ** 2)
