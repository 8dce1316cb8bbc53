# expects: never-shuffled
import numpy as np


def mini_batches(X, y, batch_size, rng):
    for i in range(0, len(X), batch_size):
        yield X[i : i + batch_size].copy(), y[i : i + batch_size].copy()
