"""one-batch-per-epoch"""

def mini_batches(X, y, batch_size, rng):
    rows = rng.choice(len(X), size=min(batch_size, len(X)), replace=False)
    return [(X[rows], y[rows])]
