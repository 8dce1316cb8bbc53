"""softmax-twice"""

import numpy as np


def log_softmax(z):
    shifted = z - z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def cross_entropy(logits, labels):
    rows = np.arange(len(labels))
    p = np.exp(log_softmax(logits))
    return -np.mean(log_softmax(p)[rows, labels])
