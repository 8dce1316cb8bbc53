# verdict: runtime_error
# says: RuntimeError
import threading

threading.Thread(target=print, daemon=True).start()


import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
