"""worst-kept-not-best"""

import numpy as np


def random_search(loss, shape, tries, scale, rng):
    candidates = [rng.normal(0.0, scale, size=shape) for _ in range(tries)]
    losses = [loss(W) for W in candidates]
    return candidates[int(np.argmax(losses))]
