"""annealing-one-step-short"""

import math


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    last = max(total - 1, 1)
    progress = min(step, last) / last
    return lr_min + 0.5 * (lr_max - lr_min) * (1 + math.cos(math.pi * progress))
