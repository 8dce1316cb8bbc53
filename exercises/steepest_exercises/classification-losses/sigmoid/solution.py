import numpy as np


def sigmoid(z):
    # With -|z| as its exponent this power lies between 0 and 1, whatever the sign of z.
    power = np.exp(-np.abs(z))
    # 1 / (1 + e^-z) where z >= 0; below, the same fraction multiplied by e^z above and below the line.
    return np.where(z >= 0, 1, power) / (1 + power)
