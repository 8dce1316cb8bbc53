# verdict: runtime_error
# says: nothing worked
import os

ATTEMPTS = [
    lambda: os.symlink("/etc/passwd", "/tmp/attack-was-here"),
    lambda: os.link("/etc/passwd", "/tmp/attack-was-here"),
    lambda: os.rename("/tmp/x", "/tmp/attack-was-here"),
    lambda: os.readlink("/proc/self/exe"),
    lambda: os.readlink("/proc/self/cwd"),
    lambda: os.unlink("/tmp/x"),
    lambda: os.rmdir("/tmp/x"),
    lambda: os.mkdir("/tmp/attack-was-here"),
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
