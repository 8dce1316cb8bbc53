# verdict: wrong_answer
class Liar(int):
    def __int__(self):
        return 0

    __index__ = __int__

    def bit_length(self):
        return -1

    def to_bytes(self, *arguments, **options):
        return b"x"


def mse(y_pred, y_true):
    return Liar(123)
