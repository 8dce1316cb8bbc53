from math import cos, pi


def cosine_annealing(step: int, total: int, lr_max: float, lr_min: float = 0.0) -> float:
    if step >= total:
        return lr_min
    middle, swing = (lr_max + lr_min) / 2, (lr_max - lr_min) / 2
    return middle + swing * cos(pi * step / total)
