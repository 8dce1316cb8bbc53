import numpy as np


def svm_loss(W, X, y, delta=1.0):
    scores = X @ W
    rows = np.arange(len(y))
    # A column of true scores, so that each row is compared with its own.
    true = scores[rows, y][:, np.newaxis]
    margins = np.maximum(0, scores - true + delta)
    # Against itself the true class would always cost delta: it is left out of the sum.
    margins[rows, y] = 0
    # Summed over the classes, averaged over the examples.
    return margins.sum() / len(y)
