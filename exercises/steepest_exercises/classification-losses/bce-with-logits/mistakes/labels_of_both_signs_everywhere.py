"""labels-plus-and-minus-one"""

import numpy as np
from given import sigmoid


def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, -y * z))


def bce_with_logits_gradient(z, y):
    return -y * sigmoid(-y * z) / z.size
