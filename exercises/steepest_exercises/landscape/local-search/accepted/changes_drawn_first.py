import numpy as np


def local_search(loss, W, tries, step, rng):
    changes = rng.normal(scale=step, size=(tries, *W.shape))
    best = (float(loss(W)), W.copy())
    for change in changes:
        candidate = best[1] + change
        best = min(best, (float(loss(candidate)), candidate), key=lambda pair: pair[0])
    return best[1]
