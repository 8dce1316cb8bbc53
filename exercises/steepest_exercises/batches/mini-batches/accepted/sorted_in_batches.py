import numpy as np


def mini_batches(X, y, batch_size, rng):
    """Reads the rows of each batch in ascending order, as one would from a file."""
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = np.sort(order[start : start + batch_size])
        yield X[rows], y[rows]
