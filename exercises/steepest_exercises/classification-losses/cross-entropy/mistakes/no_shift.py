"""softmax-not-shifted"""

import numpy as np


def cross_entropy(logits, labels):
    rows = np.arange(len(labels))
    log_sum = np.log(np.exp(logits).sum(axis=1))
    return np.mean(log_sum - logits[rows, labels])
