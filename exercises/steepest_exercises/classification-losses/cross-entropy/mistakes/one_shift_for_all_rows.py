"""one-shift-for-all-rows"""

import numpy as np


def cross_entropy(logits, labels):
    shifted = logits - logits.max()
    log_sum = np.log(np.exp(shifted).sum(axis=1))
    return np.mean(log_sum - shifted[np.arange(len(labels)), labels])
