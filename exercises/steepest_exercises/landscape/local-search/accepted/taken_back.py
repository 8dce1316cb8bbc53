def local_search(loss, W, tries, step, rng):
    """Moves one array, and takes back what did not help: up to the last digit."""
    W = W.copy()
    lowest = loss(W)
    for _ in range(tries):
        change = rng.normal(0, step, size=W.shape)
        W += change
        value = loss(W)
        if value < lowest:
            lowest = value
        else:
            W -= change
    return W
