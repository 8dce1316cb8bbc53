import math


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    """(1 + cos x) / 2 is the square of cos(x / 2)."""
    share = math.cos(math.pi * min(step / total, 1) / 2) ** 2
    return share * lr_max + (1 - share) * lr_min
