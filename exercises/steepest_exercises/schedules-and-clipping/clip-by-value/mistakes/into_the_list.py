"""input-modified"""

import numpy as np


def clip_by_value(grads, limit):
    for i in range(len(grads)):
        grads[i] = np.clip(grads[i], -limit, limit)
    return grads
