# expects: gradient-not-averaged
import numpy as np


def svm_gradient(W, X, y, delta=1.0):
    dW = np.zeros(W.shape)
    for x, c in zip(X, y):
        s = x @ W
        for j in range(W.shape[1]):
            if j != c and s[j] - s[c] + delta > 0:
                dW[:, j] += x
                dW[:, c] -= x
    return dW
