"""drawn-with-replacement"""

def mini_batches(X, y, batch_size, rng):
    for start in range(0, len(X), batch_size):
        size = min(batch_size, len(X) - start)
        rows = rng.choice(len(X), size=size, replace=False)
        yield X[rows], y[rows]
