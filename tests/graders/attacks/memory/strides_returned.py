# verdict: runtime_error, output_limit
# The runner itself must read beyond the end.
import numpy as np


def mse(y_pred, y_true):
    return np.lib.stride_tricks.as_strided(np.ones(1), (1 << 20,), (1 << 20,))
