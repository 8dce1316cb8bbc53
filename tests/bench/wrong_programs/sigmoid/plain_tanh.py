# expects: tanh-not-sigmoid
import numpy as np


def sigmoid(z):
    return np.tanh(np.asarray(z, dtype=float))
