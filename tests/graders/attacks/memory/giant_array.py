# verdict: memory_limit
# says: MemoryError
import numpy as np


def mse(y_pred, y_true):
    return np.ones((1 << 32)).sum()
