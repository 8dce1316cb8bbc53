# verdict: runtime_error
class Odd(RuntimeError):
    def __str__(self):
        raise self

    def __getattribute__(self, name):
        raise LookupError

    __class__ = property(lambda self: 1 / 0)


def mse(y_pred, y_true):
    raise Odd
