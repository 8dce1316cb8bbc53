# verdict: runtime_error, security_violation
# Other programs by the C library, past everything that Python could forbid.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result != 0:
        raise OSError("refused")


pid = ctypes.c_int()
words = (ctypes.c_char_p * 3)(b"/bin/touch", b"/tmp/attack-was-here", None)
ATTEMPTS = [
    lambda: checked(libc.system(b"touch /tmp/attack-was-here")),
    lambda: checked(libc.posix_spawn(ctypes.byref(pid), b"/bin/touch", None, None, words, None)),
    lambda: checked(libc.execv(b"/bin/touch", words)),
    lambda: os.popen("touch /tmp/attack-was-here").close(),
    lambda: checked(libc.daemon(0, 0)),
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
