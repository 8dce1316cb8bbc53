import numpy as np


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    angle = np.pi * np.clip(step / total, 0.0, 1.0)
    return lr_min + 0.5 * (lr_max - lr_min) * (1.0 + np.cos(angle))
