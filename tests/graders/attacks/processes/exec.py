# verdict: runtime_error
# says: nothing worked
import ctypes
import os
import sys


libc = ctypes.CDLL(None, use_errno=True)


def syscall(x86_64, aarch64, *arguments):
    number = x86_64 if sys.implementation._multiarch.startswith("x86_64") else aarch64
    result = libc.syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result

ATTEMPTS = [
    lambda: os.execv("/bin/true", ["true"]),
    lambda: os.execve("/bin/sh", ["sh", "-c", "touch /tmp/attack-was-here"], {}),
    lambda: os.execv("/proc/self/exe", ["python"]),
    lambda: os.execve(3, ["x"], {}),
    lambda: syscall(322, 281, -100, b"/bin/true", None, None, 0),  # execveat
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
