# verdict: time_limit
# Every call is short; all calls share one limit.
import time

import numpy as np


def mse(y_pred, y_true):
    end = time.process_time() + 0.15
    while time.process_time() < end:
        pass
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
