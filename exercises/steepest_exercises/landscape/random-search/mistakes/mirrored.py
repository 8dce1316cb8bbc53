"""candidates-not-independent"""

def random_search(loss, shape, tries, scale, rng):
    best, best_loss = None, float("inf")
    for number in range(tries):
        W = rng.normal(0.0, scale, size=shape) if number % 2 == 0 else -W
        here = loss(W)
        if here < best_loss:
            best, best_loss = W, here
    return best
