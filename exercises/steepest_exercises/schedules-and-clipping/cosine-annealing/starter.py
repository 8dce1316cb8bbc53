import math


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    """The learning rate at a step, counted from 0."""
    # TODO: how far along are we, from 0 to 1? At most 1.
    raise NotImplementedError("cosine_annealing is not written yet")
