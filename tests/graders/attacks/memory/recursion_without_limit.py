# verdict: runtime_error, memory_limit
import sys

sys.setrecursionlimit(1 << 30)


class Deep:
    def __repr__(self):
        return repr(self)


def mse(y_pred, y_true):
    return repr(Deep())
