"""input-modified"""

import numpy as np


def clip_by_value(grads, limit):
    for g in grads:
        g[g > limit] = limit
        g[g < -limit] = -limit
    return list(grads)
