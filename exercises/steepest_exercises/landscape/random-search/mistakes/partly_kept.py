"""candidates-not-independent"""

def random_search(loss, shape, tries, scale, rng):
    best, best_loss = None, float("inf")
    W = rng.normal(0.0, scale, size=shape)
    for _ in range(tries):
        here = loss(W)
        if here < best_loss:
            best, best_loss = W, here
        W = 0.8 * W + 0.6 * rng.normal(0.0, scale, size=shape)
    return best
