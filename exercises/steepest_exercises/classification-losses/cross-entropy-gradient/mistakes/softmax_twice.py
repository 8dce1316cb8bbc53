"""softmax-twice"""

import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    p = softmax(logits)
    rows = np.arange(len(labels))
    q = softmax(p)
    q[rows, labels] -= 1
    return q / len(labels)
