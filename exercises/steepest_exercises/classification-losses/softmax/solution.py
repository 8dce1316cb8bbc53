import numpy as np


def softmax(z):
    # Every row's largest score becomes 0: no power exceeds 1, and at least one is 1, so the sum is never 0.
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    # keepdims leaves an axis of length 1, so that each row is divided by its own sum.
    return powers / powers.sum(axis=-1, keepdims=True)
