"""rows-hardly-moved"""

import numpy as np


def mini_batches(X, y, batch_size, rng):
    order = np.arange(len(X))
    for i in range(len(X) - 1):
        if rng.random() < 0.5:
            order[i], order[i + 1] = order[i + 1], order[i]
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]
