import numpy as np


def loss_slice(loss, W, direction, steps):
    """The loss at W + a * direction for each a in steps: an array of floats."""
    # TODO
    raise NotImplementedError("loss_slice is not written yet")


def loss_surface(loss, W, d1, d2, a, b):
    """The loss at W + a[i] * d1 + b[j] * d2: an array of floats of shape (len(a), len(b))."""
    # TODO
    raise NotImplementedError("loss_surface is not written yet")
