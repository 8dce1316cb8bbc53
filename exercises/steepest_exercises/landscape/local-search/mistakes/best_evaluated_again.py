"""candidate-evaluated-again"""

def local_search(loss, W, tries, step, rng):
    best = W
    for _ in range(tries):
        candidate = best + step * rng.standard_normal(W.shape)
        if loss(candidate) < loss(best):
            best = candidate
    return best
