"""nan-replaced"""

import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(logits, labels):
    rows = np.arange(len(labels))
    log_p = np.nan_to_num(np.log(softmax(logits)))
    return -np.mean(log_p[rows, labels])
