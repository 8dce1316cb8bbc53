"""drawn-once-for-all-tries"""

def local_search(loss, W, tries, step, rng):
    best, best_loss = W, loss(W)
    change = step * rng.standard_normal(W.shape)
    for _ in range(tries):
        candidate = best + change
        here = loss(candidate)
        if here < best_loss:
            best, best_loss = candidate, here
    return best
