"""quotient-missing"""

import numpy as np


def sigmoid(z):
    return 1 - np.exp(-z)
