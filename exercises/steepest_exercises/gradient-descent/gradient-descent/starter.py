import numpy as np


def gradient_descent(grad, w0, lr, steps):
    """Walk from w0 against the gradient; return all points, an array of shape (steps + 1, ...)."""
    # TODO: remember w0; then step, and remember, `steps` times.
    raise NotImplementedError("gradient_descent is not written yet")
