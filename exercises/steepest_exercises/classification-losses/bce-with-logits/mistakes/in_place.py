"""input-modified"""

import numpy as np
from given import sigmoid


def bce_with_logits(z, y):
    answer = np.logaddexp(0, z)
    z *= y
    return np.mean(answer - z)


def bce_with_logits_gradient(z, y):
    return (sigmoid(z) - y) / z.size
