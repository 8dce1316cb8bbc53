"""norm-per-array"""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    norms = [np.linalg.norm(g) for g in grads]
    return [g * max_norm / max(own, max_norm) for g, own in zip(grads, norms)], norm
