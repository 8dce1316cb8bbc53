"""classes-counted-from-labels"""

import numpy as np


def log_softmax(z):
    shifted = z - z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def cross_entropy(logits, labels):
    one_hot = np.eye(labels.max() + 1)[labels]
    return -np.mean(np.sum(one_hot * log_softmax(logits), axis=1))
