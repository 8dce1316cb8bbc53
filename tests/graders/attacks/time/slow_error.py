# verdict: time_limit
class Slow(Exception):
    def __str__(self):
        while True:
            pass


def mse(y_pred, y_true):
    raise Slow
