import numpy as np


def softmax(z):
    """Probabilities from scores: positive, summing to 1 along the last axis; an array of the shape of z."""
    # TODO: shift each row so that nothing overflows, take powers of e, divide by their sum.
    raise NotImplementedError("softmax is not written yet")
