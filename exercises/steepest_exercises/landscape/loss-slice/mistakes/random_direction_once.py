"""own-direction"""

import numpy as np


def loss_slice(loss, W, direction, steps):
    direction = np.random.default_rng().normal(size=W.shape)
    return np.array([loss(W + a * direction) for a in steps])


def loss_surface(loss, W, d1, d2, a, b):
    rng = np.random.default_rng()
    d1, d2 = rng.normal(size=W.shape), rng.normal(size=W.shape)
    return np.array([[loss(W + s * d1 + t * d2) for t in b] for s in a])
