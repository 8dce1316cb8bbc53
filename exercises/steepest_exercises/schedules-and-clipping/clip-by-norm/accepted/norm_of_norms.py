import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = float(np.linalg.norm([np.linalg.norm(g) for g in grads]))
    factor = 1.0
    if norm > max_norm:
        factor = max_norm / norm
    return list(map(lambda g: factor * g, grads)), norm
