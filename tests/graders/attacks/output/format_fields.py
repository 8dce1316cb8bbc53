# verdict: runtime_error
# says: {message.__class__}
# Our own sentences are format strings; what is filled in is not read again.


def mse(y_pred, y_true):
    raise ValueError("{message.__class__} {type} {0} {} %s %(x)s {seconds!r:>99999999}")
