"""sign-lost-in-clipping"""

import numpy as np


def clip_by_value(grads, limit):
    return [np.where(np.abs(g) > limit, limit, g) for g in grads]
