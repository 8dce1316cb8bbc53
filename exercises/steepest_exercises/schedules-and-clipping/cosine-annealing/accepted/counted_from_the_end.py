import math


def between(low, high, share):
    return low + share * (high - low)


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    left = max(total - step, 0) / total
    return between(lr_min, lr_max, (1 - math.cos(math.pi * left)) / 2)
