"""candidate-evaluated-again"""

def random_search(loss, shape, tries, scale, rng):
    best = None
    for _ in range(tries):
        W = rng.normal(0.0, scale, size=shape)
        if best is None or loss(W) < loss(best):
            best = W
    return best
