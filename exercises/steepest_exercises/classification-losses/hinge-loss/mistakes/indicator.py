"""margins-counted-not-added"""

import numpy as np


def svm_loss(W, X, y, delta=1.0):
    scores = X @ W
    rows = np.arange(len(y))
    true = scores[rows, y][:, np.newaxis]
    margins = (scores - true + delta > 0).astype(float)
    margins[rows, y] = 0
    return margins.sum() / len(y)
