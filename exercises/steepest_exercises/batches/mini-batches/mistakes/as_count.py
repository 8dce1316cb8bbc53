"""batch-size-taken-as-count"""

import numpy as np


def mini_batches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[rows], y[rows]) for rows in np.array_split(order, batch_size)]
