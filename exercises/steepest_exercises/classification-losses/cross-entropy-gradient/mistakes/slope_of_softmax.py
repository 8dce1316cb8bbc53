"""slope-of-softmax-alone"""

import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    p = softmax(logits)
    rows = np.arange(len(labels))
    return p * (1 - p) / len(labels)
