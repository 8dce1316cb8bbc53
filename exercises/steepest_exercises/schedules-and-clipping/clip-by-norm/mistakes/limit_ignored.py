"""scaled-to-one"""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    scale = 1.0 / max(norm, 1.0)
    return [g * scale for g in grads], norm
