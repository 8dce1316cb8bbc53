import numpy as np


def cut(grads, limit):
    for g in grads:
        magnitude = np.minimum(np.abs(g), limit)
        yield np.copysign(magnitude, g)


def clip_by_value(grads, limit):
    return list(cut(grads, limit))
