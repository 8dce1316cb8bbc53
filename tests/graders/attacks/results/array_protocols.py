# verdict: runtime_error, wrong_answer
# What is an array only to those who ask nicely, and another one each time.
import numpy as np


class Array:
    asked = 0

    def __array__(self, dtype=None, copy=None):
        Array.asked += 1
        return np.full(Array.asked, 0.5)

    def __array_function__(self, function, types, args, kwargs):
        return True

    def __array_wrap__(self, *arguments):
        return True

    def __dlpack__(self, **options):
        raise RuntimeError("no")

    def __getattr__(self, name):
        return True

    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = lambda self, other: True
    __hash__ = None


def mse(y_pred, y_true):
    return Array()
