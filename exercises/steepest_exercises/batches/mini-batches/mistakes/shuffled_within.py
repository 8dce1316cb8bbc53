"""shuffled-within-batches"""

def mini_batches(X, y, batch_size, rng):
    for start in range(0, len(X), batch_size):
        rows = start + rng.permutation(len(X[start : start + batch_size]))
        yield X[rows], y[rows]
