import numpy as np


def mini_batches(X, y, batch_size, rng):
    """One epoch: pairs (X_batch, y_batch) of batch_size rows in random order, the last one maybe shorter."""
    # TODO: draw an order of the rows from rng, cut it, and give X and y in the same order.
    raise NotImplementedError("mini_batches is not written yet")
