"""zero-norm-divided"""

import math

import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = math.sqrt(sum(float(np.sum(g**2)) for g in grads))
    scale = min(1.0, max_norm / norm)
    return [g * scale for g in grads], norm
