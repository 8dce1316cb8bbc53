# expects: norms-added
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = sum(np.linalg.norm(g) for g in grads)
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale for g in grads], norm
