"""one-entry-changed"""

def local_search(loss, W, tries, step, rng):
    best, best_loss = W, loss(W)
    for _ in range(tries):
        candidate = best.copy()
        candidate.flat[rng.integers(W.size)] += step * rng.standard_normal()
        here = loss(candidate)
        if here < best_loss:
            best, best_loss = candidate, here
    return best
