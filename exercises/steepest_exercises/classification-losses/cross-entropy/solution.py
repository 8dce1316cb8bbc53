import numpy as np


def cross_entropy(logits, labels):
    # Subtracting each row's largest logit changes no probability, and no exp can overflow any more.
    shifted = logits - logits.max(axis=1, keepdims=True)
    # The logarithm of the softmax, never of a probability that was rounded to 0.
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    # One entry per row: row i, column labels[i].
    return -log_p[np.arange(len(labels)), labels].mean()
