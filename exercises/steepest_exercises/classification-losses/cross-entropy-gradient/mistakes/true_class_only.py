"""true-class-only"""

import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    p = softmax(logits)
    rows = np.arange(len(labels))
    gradient = np.zeros(p.shape)
    gradient[rows, labels] = p[rows, labels] - 1
    return gradient / len(labels)
