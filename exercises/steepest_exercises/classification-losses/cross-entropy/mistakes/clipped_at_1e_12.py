"""probabilities-clipped"""

import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    rows = np.arange(len(labels))
    p = np.clip(softmax(logits), 1e-12, 1 - 1e-12)
    return -np.mean(np.log(p[rows, labels]))
