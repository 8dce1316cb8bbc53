"""input-modified"""

import numpy as np


def svm_gradient(W, X, y, delta=1.0):
    gradient = W
    scores = X @ W
    rows = np.arange(len(y))
    broken = (scores - scores[rows, y][:, np.newaxis] + delta > 0).astype(float)
    broken[rows, y] = 0
    broken[rows, y] = -broken.sum(axis=1)
    gradient[...] = X.T @ broken / len(y)
    return gradient
