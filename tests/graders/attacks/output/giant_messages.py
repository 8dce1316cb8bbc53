# verdict: runtime_error
# Every check of its own, and the line number cannot be believed either.


class Shouted(Exception):
    def __str__(self):
        return "<b>" * 3_000_000


def mse(y_pred, y_true):
    raise Shouted from Shouted(ExceptionGroup("g" * 1_000_000, [ValueError("h" * 1_000_000)]))
