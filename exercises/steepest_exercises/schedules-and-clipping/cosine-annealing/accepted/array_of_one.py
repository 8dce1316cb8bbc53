import numpy as np


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    schedule = lr_min + (lr_max - lr_min) * (1 + np.cos(np.linspace(0, np.pi, total + 1))) / 2
    return schedule[min(step, total)]
