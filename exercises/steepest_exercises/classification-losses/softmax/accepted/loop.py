import math

import numpy as np


def softmax(z):
    out = np.empty(z.shape)
    for index in np.ndindex(z.shape[:-1]):
        row = z[index].tolist()
        top = max(row)
        powers = [math.exp(score - top) for score in row]
        out[index] = [power / sum(powers) for power in powers]
    return out
