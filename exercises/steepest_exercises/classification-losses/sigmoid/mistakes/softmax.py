"""softmax-not-sigmoid"""

import numpy as np


def sigmoid(z):
    e = np.exp(z - z.max())
    return e / e.sum()
