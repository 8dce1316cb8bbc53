import numpy as np
from given import sigmoid


def bce_with_logits(z, y):
    up = z > 0
    high = (1 - y[up]) * z[up] + np.log1p(np.exp(-z[up]))
    low = np.log1p(np.exp(z[~up])) - y[~up] * z[~up]
    return (high.sum() + low.sum()) / z.size


def bce_with_logits_gradient(z, y):
    return np.divide(np.subtract(sigmoid(z), y), z.size).tolist()
