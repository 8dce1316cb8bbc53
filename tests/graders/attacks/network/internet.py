# verdict: runtime_error
# says: nothing worked
import socket

ATTEMPTS = [
    lambda: socket.create_connection(("127.0.0.1", 80), timeout=1),
    lambda: socket.create_connection(("::1", 80), timeout=1),
    lambda: socket.create_server(("127.0.0.1", 0)),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 53)),
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: socket.gethostbyname("example.org"),
    lambda: socket.gethostname(),
    lambda: socket.if_nameindex(),
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
