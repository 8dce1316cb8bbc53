"""uniform-not-normal"""

def local_search(loss, W, tries, step, rng):
    best, best_loss = W, loss(W)
    for _ in range(tries):
        candidate = best + step * rng.random(W.shape)
        here = loss(candidate)
        if here < best_loss:
            best, best_loss = candidate, here
    return best
