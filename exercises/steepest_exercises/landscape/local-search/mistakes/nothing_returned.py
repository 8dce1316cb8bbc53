"""nothing-returned"""

def local_search(loss, W, tries, step, rng):
    best, best_loss = W, loss(W)
    for _ in range(tries):
        candidate = best + step * rng.standard_normal(W.shape)
        here = loss(candidate)
        if here < best_loss:
            best, best_loss = candidate, here
