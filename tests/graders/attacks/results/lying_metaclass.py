# verdict: wrong_answer, runtime_error
class Meta(type):
    def __instancecheck__(cls, other):
        return True

    def __subclasscheck__(cls, other):
        return True

    @property
    def __mro__(cls):
        return (float, object)

    __name__ = property(lambda cls: 1 / 0)


class Liar(metaclass=Meta):
    pass


def mse(y_pred, y_true):
    return Liar()
