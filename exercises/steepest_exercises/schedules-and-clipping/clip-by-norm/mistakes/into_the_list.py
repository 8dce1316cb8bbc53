"""input-modified"""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    scale = max_norm / max(norm, max_norm)
    for i in range(len(grads)):
        grads[i] = grads[i] * scale
    return grads, norm
