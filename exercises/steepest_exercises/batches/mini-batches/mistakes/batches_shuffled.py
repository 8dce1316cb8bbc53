"""batches-shuffled-not-rows"""

import numpy as np


def mini_batches(X, y, batch_size, rng):
    starts = np.arange(0, len(X), batch_size)
    full = starts[starts + batch_size <= len(X)]
    for start in [*rng.permutation(full), *starts[len(full) :]]:
        yield X[start : start + batch_size], y[start : start + batch_size]
