"""logarithm-clamped"""

import numpy as np
from given import sigmoid


def bce_with_logits(z, y):
    p = sigmoid(z)
    log_p, log_q = np.maximum(np.log(p), -100), np.maximum(np.log(1 - p), -100)
    return -np.mean(y * log_p + (1 - y) * log_q)


def bce_with_logits_gradient(z, y):
    return (sigmoid(z) - y) / z.size
