"""norm-without-root"""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = sum(np.sum(g**2) for g in grads)
    scale = max_norm / max(norm, max_norm)
    return [g * scale for g in grads], norm
