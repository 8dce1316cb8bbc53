"""every-step-taken"""

def local_search(loss, W, tries, step, rng):
    best_loss = loss(W)
    for _ in range(tries):
        W = W + step * rng.standard_normal(W.shape)
        best_loss = min(best_loss, loss(W))
    return W
