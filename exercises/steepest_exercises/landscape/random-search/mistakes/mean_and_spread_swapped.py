"""mean-and-spread-swapped"""

def random_search(loss, shape, tries, scale, rng):
    best, best_loss = None, float("inf")
    for _ in range(tries):
        W = rng.normal(scale, 0.0, size=shape)
        here = loss(W)
        if here < best_loss:
            best, best_loss = W, here
    return best
