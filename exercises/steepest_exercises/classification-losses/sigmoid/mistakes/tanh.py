"""tanh-not-sigmoid"""

import numpy as np


def sigmoid(z):
    return np.tanh(z)
