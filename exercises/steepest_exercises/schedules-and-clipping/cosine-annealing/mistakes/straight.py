"""annealing-straight"""

import math


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    progress = min(step, total) / total
    return lr_max + (lr_min - lr_max) * progress
