"""logarithm-base-ten"""

import numpy as np


def log_softmax(z):
    shifted = z - z.max(axis=-1, keepdims=True)
    return (shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))) / np.log(10)
