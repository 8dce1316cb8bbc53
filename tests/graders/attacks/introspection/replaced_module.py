# verdict: runtime_error, wrong_answer
# Another module is put in the place of the submission after it was loaded.
import sys
import types

other = types.ModuleType("submission")
other.mse = lambda y_pred, y_true: 0.0
sys.modules["submission"] = sys.modules["__main__"] = sys.modules["given"] = other


def mse(y_pred, y_true):
    return 123.0
