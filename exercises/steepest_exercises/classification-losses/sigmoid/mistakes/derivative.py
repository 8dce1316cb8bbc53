"""slope-of-sigmoid"""

import numpy as np


def sigmoid(z):
    p = 1 / (1 + np.exp(-z))
    return p * (1 - p)
