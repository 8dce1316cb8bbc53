"""annealing-starts-again"""

import math


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    progress = (step % total) / total
    return lr_min + 0.5 * (lr_max - lr_min) * (1 + math.cos(math.pi * progress))
