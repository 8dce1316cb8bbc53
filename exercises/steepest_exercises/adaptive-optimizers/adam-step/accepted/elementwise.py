import math

import numpy as np


def adam_step(w, g, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    new = [np.empty(w.shape) for _ in range(3)]
    for index in np.ndindex(w.shape):
        first = beta1 * m[index] + (1 - beta1) * g[index]
        second = beta2 * v[index] + (1 - beta2) * g[index] ** 2
        denominator = math.sqrt(second / (1 - beta2**t)) + eps
        new[0][index] = w[index] - lr * first / (1 - beta1**t) / denominator
        new[1][index] = first
        new[2][index] = second
    return tuple(new)
