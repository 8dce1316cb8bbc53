"""epsilon-in-clipping"""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    scale = min(1.0, max_norm / (norm + 1e-8))
    return [g * scale for g in grads], norm
