import numpy as np


def log_softmax(z):
    # Shifted by its largest score, a row holds a 0 and otherwise less: the sum below is at least 1.
    shifted = z - z.max(axis=-1, keepdims=True)
    # log(e^s / sum) = s - log(sum): the probability itself, which may be too small for a float, never appears.
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
