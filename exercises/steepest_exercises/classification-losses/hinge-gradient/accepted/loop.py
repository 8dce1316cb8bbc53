import numpy as np


def svm_gradient(W, X, y, delta=1.0):
    gradient = np.zeros(W.shape)
    for i in range(len(X)):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            if j != y[i] and scores[j] - scores[y[i]] + delta > 0:
                gradient[:, j] += X[i]
                gradient[:, y[i]] -= X[i]
    return gradient / len(X)
