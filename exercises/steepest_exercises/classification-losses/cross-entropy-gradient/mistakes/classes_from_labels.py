"""classes-counted-from-labels"""

import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    p = softmax(logits)
    rows = np.arange(len(labels))
    one_hot = np.zeros((len(labels), labels.max() + 1))
    one_hot[rows, labels] = 1
    return (p - one_hot) / len(labels)
