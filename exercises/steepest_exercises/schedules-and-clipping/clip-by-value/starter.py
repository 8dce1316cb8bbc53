import numpy as np


def clip_by_value(grads, limit):
    """New gradients with every entry from -limit to limit."""
    # TODO
    raise NotImplementedError("clip_by_value is not written yet")
