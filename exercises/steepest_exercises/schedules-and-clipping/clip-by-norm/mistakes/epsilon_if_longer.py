"""epsilon-in-clipping"""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    scale = max_norm / (norm + 1e-6) if norm > max_norm else 1.0
    return [g * scale for g in grads], norm
