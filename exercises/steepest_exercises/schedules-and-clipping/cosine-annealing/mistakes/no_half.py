"""cosine-half-missing"""

import math


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * progress))
