import math

import numpy as np


def log_softmax(z):
    out = np.empty(z.shape)
    for index in np.ndindex(z.shape[:-1]):
        row = z[index].tolist()
        top = max(row)
        log_sum = top + math.log(sum(math.exp(score - top) for score in row))
        out[index] = [score - log_sum for score in row]
    return out
