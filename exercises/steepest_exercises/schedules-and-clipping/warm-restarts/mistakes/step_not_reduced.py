"""period-not-subtracted"""

from given import cosine_annealing


def warm_restarts(step, first, factor, lr_max, lr_min=0.0):
    start, length = 0, first
    while step >= start + length:
        start += length
        length *= factor
    return cosine_annealing(step, length, lr_max, lr_min)
