"""input-modified"""

import numpy as np


def clip_by_value(grads, limit):
    for g in grads:
        np.clip(g, -limit, limit, out=g)
    return grads
