"""one-row-for-all-rows"""

import numpy as np


def random_search(loss, shape, tries, scale, rng):
    best, best_loss = None, float("inf")
    for _ in range(tries):
        W = np.zeros(shape) + rng.normal(0.0, scale, size=shape[-1])
        here = loss(W)
        if here < best_loss:
            best, best_loss = W, here
    return best
