import numpy as np


def clip_by_value(grads, limit):
    result = []
    for g in grads:
        out = np.empty(g.shape, dtype=float)
        for index, value in np.ndenumerate(g):
            out[index] = max(-limit, min(limit, value))
        result.append(out)
    return result
