import numpy as np


def svm_gradient(W, X, y, delta=1.0):
    scores = X @ W
    rows = np.arange(len(y))
    true = scores[rows, y][:, np.newaxis]
    # 1 where a class breaks the margin: how far it does has no part in the slope.
    broken = (scores - true + delta > 0).astype(float)
    broken[rows, y] = 0
    # The true class stands with a minus in each of those terms.
    broken[rows, y] = -broken.sum(axis=1)
    # Row i pushes with its own inputs; X.T adds that up over the examples.
    return X.T @ broken / len(y)
