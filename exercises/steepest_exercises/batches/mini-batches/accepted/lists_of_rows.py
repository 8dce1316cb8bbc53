def mini_batches(X, y, batch_size, rng):
    """Lists of rows, where arrays are usual."""
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield [X[row] for row in rows], [y[row] for row in rows]
