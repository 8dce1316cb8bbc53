def mini_batches(X, y, batch_size, rng):
    """Draws each batch from the rows that are left."""
    left = set(range(len(X)))
    while left:
        rows = rng.choice(sorted(left), size=min(batch_size, len(left)), replace=False)
        left.difference_update(rows.tolist())
        yield (X[rows], y[rows])
