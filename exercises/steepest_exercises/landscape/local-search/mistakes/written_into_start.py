"""start-shared-with-caller"""

def local_search(loss, W, tries, step, rng):
    best_loss = loss(W)
    for _ in range(tries):
        candidate = W + step * rng.standard_normal(W.shape)
        here = loss(candidate)
        if here < best_loss:
            W[...] = candidate
            best_loss = here
    return W
