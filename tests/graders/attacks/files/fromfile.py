# verdict: runtime_error
# says: nothing worked
import numpy as np

ATTEMPTS = [
    lambda: np.fromfile("/etc/passwd", np.uint8),
    lambda: np.load("/etc/passwd", allow_pickle=True),
    lambda: np.loadtxt("/etc/passwd", dtype=str),
    lambda: np.genfromtxt("/etc/passwd", dtype=str),
    lambda: np.save("/tmp/attack-was-here", np.ones(3)),
    lambda: np.ones(3).tofile("/tmp/attack-was-here"),
    lambda: np.savetxt("/tmp/attack-was-here", np.ones(3)),
    lambda: np.ones(3).dump("/tmp/attack-was-here"),
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
