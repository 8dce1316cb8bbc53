import numpy as np


def clip_by_value(grads, limit):
    return list(map(lambda g: np.where(abs(g) > limit, np.sign(g) * limit, g), grads))
