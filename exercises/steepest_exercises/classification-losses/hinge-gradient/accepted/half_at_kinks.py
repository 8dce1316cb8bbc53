import numpy as np


def svm_gradient(W, X, y, delta=1.0):
    scores = X.dot(W)
    rows = np.arange(len(y))
    table = np.heaviside(scores - scores[rows, y][:, None] + delta, 0.5)
    table[rows, y] = 0
    table[rows, y] = -table.sum(axis=1)
    return np.dot(np.transpose(X), table) * (1 / len(y))
