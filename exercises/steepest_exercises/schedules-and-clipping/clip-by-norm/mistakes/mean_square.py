"""norm-from-mean"""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(np.mean(np.concatenate([g.ravel() for g in grads]) ** 2))
    scale = max_norm / max(norm, max_norm)
    return [g * scale for g in grads], norm
