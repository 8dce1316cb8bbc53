"""every-label-for-every-row"""

import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    p = softmax(logits)
    rows = np.arange(len(labels))
    p[:, labels] -= 1
    return p / len(labels)
