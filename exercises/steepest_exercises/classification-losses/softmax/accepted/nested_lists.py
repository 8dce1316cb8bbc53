import numpy as np


def softmax(z):
    if z.ndim > 1:
        return [softmax(part) for part in z]
    e = np.exp(z - np.amax(z))
    return list(e / e.sum())
