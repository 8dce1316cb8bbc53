# verdict: runtime_error
# says: crash in native code
import ctypes


def mse(y_pred, y_true):
    ctypes.memset(8, 0, 8)
