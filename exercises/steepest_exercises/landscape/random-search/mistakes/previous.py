"""compared-with-the-one-before"""

def random_search(loss, shape, tries, scale, rng):
    best, before = None, float("inf")
    for _ in range(tries):
        W = rng.normal(0.0, scale, size=shape)
        here = loss(W)
        if here < before:
            best = W
        before = here
    return best
