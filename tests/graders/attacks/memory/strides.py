# verdict: runtime_error
# says: crash in native code
import numpy as np


def mse(y_pred, y_true):
    return np.lib.stride_tricks.as_strided(np.ones(1), (1 << 40,), (4096,)).sum()
