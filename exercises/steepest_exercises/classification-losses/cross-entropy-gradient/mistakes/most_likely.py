"""most-likely-instead-of-true"""

import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    p = softmax(logits)
    rows = np.arange(len(labels))
    p[rows, p.argmax(axis=1)] -= 1
    return p / len(labels)
