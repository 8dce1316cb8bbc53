import math

from given import cosine_annealing


def warm_restarts(step, first, factor, lr_max, lr_min=0.0):
    if factor == 1:
        return cosine_annealing(step % first, first, lr_max, lr_min)

    def start(period):
        return first * (factor**period - 1) // (factor - 1)

    period = int(math.log(step * (factor - 1) / first + 1, factor))
    if start(period + 1) <= step:
        period += 1
    elif start(period) > step:
        period -= 1
    return cosine_annealing(step - start(period), first * factor**period, lr_max, lr_min)
