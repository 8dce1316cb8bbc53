# expects: cosine-half-missing
import numpy as np


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    step = min(step, total)
    return lr_min + (lr_max - lr_min) * (1 + np.cos(np.pi * step / total))
