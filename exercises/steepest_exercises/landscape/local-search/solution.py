def local_search(loss, W, tries, step, rng):
    best, best_loss = W, loss(W)  # the start is the first to beat
    for _ in range(tries):
        # From the best so far. A new array: neither the caller's W nor the best is changed.
        candidate = best + step * rng.standard_normal(best.shape)
        candidate_loss = loss(candidate)
        if candidate_loss < best_loss:
            best, best_loss = candidate, candidate_loss  # always together
    return best
