"""one-shift-for-all-rows"""

import numpy as np


def log_softmax(z):
    shifted = z - z.max()
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
