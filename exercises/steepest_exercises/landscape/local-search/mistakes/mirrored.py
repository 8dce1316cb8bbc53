"""candidates-not-independent"""

def local_search(loss, W, tries, step, rng):
    best, best_loss = W, loss(W)
    for number in range(tries):
        change = rng.normal(0.0, step, size=W.shape) if number % 2 == 0 else -change
        candidate = best + change
        here = loss(candidate)
        if here < best_loss:
            best, best_loss = candidate, here
    return best
