"""only-the-worst-class"""

import numpy as np


def svm_gradient(W, X, y, delta=1.0):
    scores = X @ W
    rows = np.arange(len(y))
    true = scores[rows, y][:, np.newaxis]
    margins = np.maximum(0, scores - true + delta)
    margins[rows, y] = 0
    broken = np.zeros(scores.shape)
    worst = margins.argmax(axis=1)
    broken[rows, worst] = margins[rows, worst] > 0
    broken[rows, y] -= broken.sum(axis=1)
    return X.T @ broken / len(y)
