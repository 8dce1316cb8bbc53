"""softmax-missing"""

import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    p = softmax(logits)
    rows = np.arange(len(labels))
    one_hot = np.eye(logits.shape[1])[labels]
    return (logits - one_hot) / len(labels)
