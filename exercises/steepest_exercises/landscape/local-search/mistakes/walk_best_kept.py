"""walk-instead-of-draws"""

def local_search(loss, W, tries, step, rng):
    best, best_loss = W, loss(W)
    for _ in range(tries):
        W = W + step * rng.standard_normal(W.shape)
        here = loss(W)
        if here < best_loss:
            best, best_loss = W, here
    return best
