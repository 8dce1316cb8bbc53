"""sum-not-mean"""

import numpy as np
from given import sigmoid


def bce_with_logits(z, y):
    return np.sum(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


def bce_with_logits_gradient(z, y):
    return (sigmoid(z) - y) / z.size
