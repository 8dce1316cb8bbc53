def mini_batches(X, y, batch_size, rng):
    order = rng.permutation(len(X))  # one order for both, so that each row keeps its target
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]  # a slice past the end is just shorter
        yield X[rows], y[rows]  # indexing with row numbers copies: the caller's arrays stay as they are
