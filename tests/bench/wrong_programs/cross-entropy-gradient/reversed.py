# expects: gradient-sign-flipped
import numpy as np
from given import softmax


def cross_entropy_gradient(logits, labels):
    onehot = np.eye(logits.shape[1])[labels]
    return (onehot - softmax(logits)) / len(labels)
