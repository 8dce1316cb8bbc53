"""one-shift-for-all-rows"""

import numpy as np


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy_gradient(logits, labels):
    p = softmax(logits)
    rows = np.arange(len(labels))
    p[rows, labels] -= 1
    return p / len(labels)
