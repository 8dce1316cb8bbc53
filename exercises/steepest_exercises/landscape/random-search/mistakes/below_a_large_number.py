"""best-starts-at-fixed-number"""

def random_search(loss, shape, tries, scale, rng):
    best, best_loss = None, 1e15
    for _ in range(tries):
        W = rng.normal(0.0, scale, size=shape)
        here = loss(W)
        if here < best_loss:
            best, best_loss = W, here
    return best
