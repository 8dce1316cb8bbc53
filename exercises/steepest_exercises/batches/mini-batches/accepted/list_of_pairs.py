def mini_batches(X, y, batch_size, rng):
    rows = list(range(len(X)))
    rng.shuffle(rows)
    batches = []
    while rows:
        batch, rows = rows[:batch_size], rows[batch_size:]
        batches.append([X[batch], y[batch]])
    return batches
