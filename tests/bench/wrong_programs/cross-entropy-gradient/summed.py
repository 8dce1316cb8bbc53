# expects: gradient-not-averaged
import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    g = softmax(logits)
    for i, c in enumerate(labels):
        g[i, c] -= 1
    return g
