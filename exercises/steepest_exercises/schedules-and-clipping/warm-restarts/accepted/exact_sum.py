import numpy as np


def warm_restarts(step, first, factor, lr_max, lr_min=0.0):
    lengths = [first]
    while sum(lengths) <= step:
        lengths.append(factor * lengths[-1])
    done = step - sum(lengths[:-1])
    return lr_min + (lr_max - lr_min) * (np.cos(np.pi * done / lengths[-1]) + 1) / 2
