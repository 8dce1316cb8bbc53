import math

import numpy as np


def bce_with_logits(z, y):
    total = 0.0
    for score, label in zip(z.ravel().tolist(), y.ravel().tolist()):
        total += max(score, 0.0) - score * label + math.log1p(math.exp(-abs(score)))
    return total / z.size


def bce_with_logits_gradient(z, y):
    out = np.empty(z.shape)
    for index in np.ndindex(z.shape):
        score = float(z[index])
        power = math.exp(-abs(score))
        p = (1.0 if score >= 0 else power) / (1.0 + power)
        out[index] = (p - y[index]) / z.size
    return out
