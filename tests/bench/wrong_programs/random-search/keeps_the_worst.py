# expects: worst-kept-not-best
def random_search(loss, shape, tries, scale, rng):
    worst, highest = None, -float("inf")
    for _ in range(tries):
        W = scale * rng.standard_normal(shape)
        value = loss(W)
        if value > highest:
            worst, highest = W, value
    return worst
