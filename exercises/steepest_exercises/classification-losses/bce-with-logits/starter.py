import numpy as np
from given import sigmoid


def bce_with_logits(z, y):
    """Mean binary cross-entropy of the logits z for labels y from 0 to 1: one number."""
    # TODO: simplify on paper, then keep the power of e from overflowing.
    raise NotImplementedError("bce_with_logits is not written yet")


def bce_with_logits_gradient(z, y):
    """Gradient of that loss with respect to z, an array of its shape."""
    # TODO: sigmoid(z) is at hand.
    raise NotImplementedError("bce_with_logits_gradient is not written yet")
