"""slope-of-softmax-twice"""

import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    p = softmax(logits)
    rows = np.arange(len(labels))
    p[rows, labels] -= 1
    q = softmax(logits)
    return p * q * (1 - q) / len(labels)
