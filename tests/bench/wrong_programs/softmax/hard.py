# expects: nothing
import numpy as np


def softmax(z):
    z = np.asarray(z, dtype=float)
    hit = (z == z.max(axis=-1, keepdims=True)).astype(float)
    return hit / hit.sum(axis=-1, keepdims=True)
