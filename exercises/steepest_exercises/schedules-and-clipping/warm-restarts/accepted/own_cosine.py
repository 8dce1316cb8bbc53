import math


def warm_restarts(step, first, factor, lr_max, lr_min=0.0):
    start, length = 0, first
    while start + length <= step:
        start, length = start + length, length * factor
    share = (step - start) / length
    return lr_min + 0.5 * (lr_max - lr_min) * (1 + math.cos(math.pi * share))
