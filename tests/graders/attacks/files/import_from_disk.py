# verdict: runtime_error
# says: nothing worked
import importlib.util
import sys

sys.path[:] = ["/usr/lib/python3", "/usr/lib/python3.11", "/tmp", ""]
sys.path_importer_cache.clear()


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def missing(name):
    try:
        __import__(name)
    except ImportError as error:
        raise OSError(str(error)) from None


ATTEMPTS = [
    lambda: load("x", "/usr/lib/python3/dist-packages/x.py"),
    lambda: missing("antigravity"),
    lambda: missing("xmlrpc"),
    lambda: missing("ensurepip"),
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
