"""cosine-floor-ignored"""

from given import cosine_annealing


def warm_restarts(step, first, factor, lr_max, lr_min=0.0):
    length = first
    while step >= length:
        step -= length
        length *= factor
    return cosine_annealing(step, length, lr_max)
