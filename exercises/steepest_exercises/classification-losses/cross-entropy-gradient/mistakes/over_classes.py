"""gradient-averaged-over-all-entries"""

import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    p = softmax(logits)
    rows = np.arange(len(labels))
    p[rows, labels] -= 1
    return p / p.shape[1]
