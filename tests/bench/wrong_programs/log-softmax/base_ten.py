# expects: logarithm-base-ten
import numpy as np


def log_softmax(z):
    s = z - np.max(z, axis=-1, keepdims=True)
    natural = s - np.log(np.sum(np.exp(s), axis=-1, keepdims=True))
    return natural / np.log(10)
