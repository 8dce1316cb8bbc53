import numpy as np
from given import cross_entropy_gradient  # of the mean, with respect to the logits: (logits, labels) -> (N, C)


def train(X, y, classes, lr, steps, rng):
    """Gradient descent of the mean cross-entropy from W = 0, all rows in every step.

    Returns W of shape (D + 1, classes); its last row is the bias.
    """
    # TODO
    raise NotImplementedError("train is not written yet")
