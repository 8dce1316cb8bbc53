import numpy as np


def huber(y_pred, y_true, delta):
    """Mean Huber loss of arrays of one shape: half the square up to delta, a straight line beyond."""
    # TODO: the sizes of the errors, both pieces, a choice between them for each element, the mean.
    raise NotImplementedError("huber is not written yet")
