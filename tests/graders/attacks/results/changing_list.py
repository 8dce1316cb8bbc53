# verdict: wrong_answer, runtime_error, security_violation
# Grows while it is packed up, so that its length was a lie.
class Growing(float):
    pass


class Item:
    def __iter__(self):
        return self

    def __next__(self):
        kept.append(1.0)
        raise StopIteration


kept = [1.0]


def mse(y_pred, y_true):
    kept[:] = [1.0, Item(), 2.0]
    return kept
