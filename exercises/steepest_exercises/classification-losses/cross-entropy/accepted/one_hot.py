import numpy as np


def cross_entropy(logits, labels):
    n, classes = logits.shape
    one_hot = (labels[:, None] == np.arange(classes)).astype(float)
    z = logits - np.max(logits, axis=1)[:, None]
    log_p = z - np.log(np.einsum("ij->i", np.exp(z)))[:, None]
    return -np.einsum("ij,ij->", one_hot, log_p) / n
