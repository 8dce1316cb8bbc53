# verdict: output_limit
# says: returned
# Eight bytes that claim to be eight gigabytes.
import numpy as np


def mse(y_pred, y_true):
    return np.broadcast_to(np.float64(1), (1 << 30,))
