import math

import numpy as np


def sigmoid(z):
    out = np.empty(z.shape)
    for index in np.ndindex(z.shape):
        score = float(z[index])
        if score >= 0:
            out[index] = 1 / (1 + math.exp(-score))
        else:
            power = math.exp(score)
            out[index] = power / (1 + power)
    return out
