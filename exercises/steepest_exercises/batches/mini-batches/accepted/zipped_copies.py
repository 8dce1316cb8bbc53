import numpy as np


def mini_batches(X, y, batch_size, rng):
    order = rng.permutation(len(y))
    cuts = np.arange(batch_size, len(y), batch_size)
    return zip(np.split(X[order], cuts), np.split(y[order], cuts))
