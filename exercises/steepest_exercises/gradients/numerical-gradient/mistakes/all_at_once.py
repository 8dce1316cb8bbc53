"""all-coordinates-at-once"""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)
