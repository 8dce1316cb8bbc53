# verdict: runtime_error, wrong_answer
# An answer whose every description of itself is what it was given.
class Telling:
    def __init__(self, said):
        self.said = said

    def __repr__(self):
        return self.said

    __str__ = __repr__

    def __format__(self, form):
        return self.said

    def __float__(self):
        raise ValueError(self.said)

    __array__ = __index__ = __len__ = __iter__ = __next__ = __float__


def mse(y_pred, y_true):
    return Telling(repr((y_pred, y_true)))
