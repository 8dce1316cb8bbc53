# expects: cosine-floor-ignored
import numpy as np


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    return lr_max * np.cos(np.pi * min(step / total, 1) / 2) ** 2
