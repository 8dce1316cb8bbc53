import numpy as np


def clip_by_value(grads, limit):
    clipped = []
    for g in grads:
        clipped.append(np.minimum(np.maximum(g, -limit), limit))
    return clipped
