# verdict: time_limit
# The time is spent while the answer is packed up.
class Slow:
    def __iter__(self):
        return self

    def __next__(self):
        while True:
            pass


def mse(y_pred, y_true):
    return Slow()
