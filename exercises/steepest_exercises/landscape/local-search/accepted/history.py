def local_search(loss, W, tries, step, rng):
    """Keeps the whole history of improvements."""
    history = [(loss(W), W)]
    while tries > 0:
        tries -= 1
        lowest, best = history[-1]
        candidate = best + step * rng.standard_normal(best.shape)
        new = loss(candidate)
        if not new >= lowest:
            history.append((new, candidate))
    return history[-1][1]
