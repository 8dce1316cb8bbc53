"""clipped-by-norm"""

import numpy as np


def clip_by_value(grads, limit):
    return [g * limit / max(np.linalg.norm(g), limit) for g in grads]
