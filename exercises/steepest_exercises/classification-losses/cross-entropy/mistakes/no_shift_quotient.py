"""softmax-not-shifted"""

import numpy as np


def softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    rows = np.arange(len(labels))
    return -np.mean(np.log(softmax(logits)[rows, labels]))
