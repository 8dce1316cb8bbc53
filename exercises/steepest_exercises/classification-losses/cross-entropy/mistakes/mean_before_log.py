"""mean-before-logarithm"""

import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    rows = np.arange(len(labels))
    return -np.log(np.mean(softmax(logits)[rows, labels]))
