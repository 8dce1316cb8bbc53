"""callers-array-returned"""

import numpy as np


def clip_by_value(grads, limit):
    return [np.clip(g, -limit, limit) if np.any(abs(g) > limit) else g for g in grads]
