def random_search(loss, shape, tries, scale, rng):
    best, best_loss = None, float("inf")  # any loss is lower, so the first candidate is always kept
    for _ in range(tries):
        candidate = rng.normal(0.0, scale, size=shape)  # a new array each time: the best is never overwritten
        candidate_loss = loss(candidate)  # once: a loss over all the data is dear
        if candidate_loss < best_loss:
            best, best_loss = candidate, candidate_loss
    return best
