import numpy as np


def linear_warmup(step, warmup, lr_max):
    if warmup == 0:
        return lr_max
    return np.interp(step + 1, [0, warmup], [0.0, lr_max])
