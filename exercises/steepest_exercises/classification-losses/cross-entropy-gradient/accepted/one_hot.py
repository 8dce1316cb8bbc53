import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    n, classes = logits.shape
    one_hot = (labels[:, None] == np.arange(classes)).astype(float)
    return (softmax(logits) - one_hot) / n
