"""cosine-quarter-wave"""

import math


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr_max - lr_min) * math.cos(math.pi / 2 * progress)
