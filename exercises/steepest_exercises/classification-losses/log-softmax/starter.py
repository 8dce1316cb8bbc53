import numpy as np


def log_softmax(z):
    """Logarithms of the softmax probabilities along the last axis; an array of the shape of z."""
    # TODO: simplify the logarithm on paper, shift each row, then compute what is left.
    raise NotImplementedError("log_softmax is not written yet")
