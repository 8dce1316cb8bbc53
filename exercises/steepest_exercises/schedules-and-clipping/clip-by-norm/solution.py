import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))  # all arrays as one long vector
    # Within the limit the factor is exactly 1; and max_norm being above 0, nothing is divided by 0.
    scale = max_norm / max(norm, max_norm)
    return [g * scale for g in grads], norm
