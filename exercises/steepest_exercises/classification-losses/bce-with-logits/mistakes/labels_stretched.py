"""soft-labels-ignored"""

import numpy as np
from given import sigmoid


def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, -(2 * y - 1) * z))


def bce_with_logits_gradient(z, y):
    return (sigmoid(z) - y) / z.size
