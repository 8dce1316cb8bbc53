"""clipped-by-norm"""

import numpy as np


def clip_by_value(grads, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    return [g * limit / max(norm, limit) for g in grads]
