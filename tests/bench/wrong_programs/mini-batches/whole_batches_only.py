# expects: last-batch-dropped
import numpy as np


def mini_batches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    whole = len(X) // batch_size
    return [(X[part], y[part]) for part in np.split(order[: whole * batch_size], whole)] if whole else []
