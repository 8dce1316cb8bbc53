"""clipped-at-zero"""

import numpy as np


def clip_by_value(grads, limit):
    return [np.clip(g, 0, limit) for g in grads]
