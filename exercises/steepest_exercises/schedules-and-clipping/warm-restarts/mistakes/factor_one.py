"""factor-one-divides-by-zero"""

from given import cosine_annealing


def warm_restarts(step, first, factor, lr_max, lr_min=0.0):
    number = 0
    while first * (factor ** (number + 1) - 1) // (factor - 1) <= step:
        number += 1
    length = first * factor**number
    step -= first * (factor**number - 1) // (factor - 1)
    return cosine_annealing(step, length, lr_max, lr_min)
