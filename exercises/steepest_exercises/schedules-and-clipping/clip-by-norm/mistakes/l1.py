"""norm-of-absolute-values"""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = sum(np.sum(np.abs(g)) for g in grads)
    scale = max_norm / max(norm, max_norm)
    return [g * scale for g in grads], norm
