import numpy as np


def local_search(loss, W, tries, step, rng):
    """Changes a copy in place, and takes the change back where it does not help."""
    best = np.array(W)
    lowest = loss(best)
    candidate = best.copy()
    for _ in range(tries):
        candidate += rng.normal(0.0, step, size=candidate.shape)
        value = loss(candidate)
        if value < lowest:
            best[...] = candidate
            lowest = value
        else:
            candidate[...] = best
    return best
