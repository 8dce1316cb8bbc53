"""periods-all-of-one-length"""

from given import cosine_annealing


def warm_restarts(step, first, factor, lr_max, lr_min=0.0):
    length = first
    step = step % first
    return cosine_annealing(step, length, lr_max, lr_min)
