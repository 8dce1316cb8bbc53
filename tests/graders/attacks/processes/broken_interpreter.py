# verdict: runtime_error
# Overwrites the counts of None, True and False.
import ctypes

for value in (None, True, False, 0):
    ctypes.memset(id(value), 0, 16)
