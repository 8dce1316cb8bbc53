"""period-from-logarithm"""

import math

from given import cosine_annealing


def warm_restarts(step, first, factor, lr_max, lr_min=0.0):
    number = int(math.log(step * (factor - 1) / first + 1, factor))
    length = first * factor**number
    step -= first * (factor**number - 1) // (factor - 1)
    return cosine_annealing(step, length, lr_max, lr_min)
