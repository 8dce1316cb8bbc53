"""scaled-by-largest-entry"""

import numpy as np


def clip_by_value(grads, limit):
    largest = max(np.max(np.abs(g)) for g in grads)
    return [g * limit / max(largest, limit) for g in grads]
