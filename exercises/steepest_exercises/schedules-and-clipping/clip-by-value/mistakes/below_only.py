"""gradients-clipped-on-one-side"""

import numpy as np


def clip_by_value(grads, limit):
    return [np.maximum(g, -limit) for g in grads]
