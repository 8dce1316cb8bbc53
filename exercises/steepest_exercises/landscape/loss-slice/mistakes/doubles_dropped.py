"""steps-reordered"""

import numpy as np


def loss_slice(loss, W, direction, steps):
    return np.array([loss(W + a * direction) for a in dict.fromkeys(steps.tolist())])


def loss_surface(loss, W, d1, d2, a, b):
    return np.array([[loss(W + p * d1 + q * d2) for q in dict.fromkeys(b.tolist())] for p in dict.fromkeys(a.tolist())])
