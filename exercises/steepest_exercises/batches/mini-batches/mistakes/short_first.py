"""short-batch-first"""

def mini_batches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    rest = len(X) % batch_size
    cuts = [0, *range(rest or batch_size, len(X) + 1, batch_size)]
    return [(X[order[i:j]], y[order[i:j]]) for i, j in zip(cuts, cuts[1:])]
