"""targets-shuffled-apart"""

def mini_batches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    other = rng.permutation(len(y))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[other[start : start + batch_size]]
