"""scaled-by-largest-entry"""

import numpy as np


def clip_by_value(grads, limit):
    return [g * limit / max(np.max(np.abs(g)), limit) for g in grads]
