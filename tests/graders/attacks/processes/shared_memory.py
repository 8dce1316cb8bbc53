# verdict: runtime_error
# says: nothing worked
import mmap

ATTEMPTS = [
    lambda: mmap.mmap(-1, 4096),
    lambda: mmap.mmap(-1, 4096, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS),
    lambda: mmap.mmap(-1, 4096, flags=3 | mmap.MAP_ANONYMOUS),  # MAP_SHARED_VALIDATE
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
