"""input-modified"""

import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    logits[...] = softmax(logits)
    logits[np.arange(len(labels)), labels] -= 1
    return logits / len(labels)
