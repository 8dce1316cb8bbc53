"""callers-array-returned"""

import numpy as np


def clip_by_value(grads, limit):
    if all(np.all(abs(g) <= limit) for g in grads):
        return grads
    return [np.clip(g, -limit, limit) for g in grads]
