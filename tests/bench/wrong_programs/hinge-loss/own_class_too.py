# expects: own-class-counted
import numpy as np


def svm_loss(W, X, y, delta=1.0):
    S = X @ W
    total = 0.0
    for s, c in zip(S, y):
        for j in range(len(s)):
            total += max(0.0, s[j] - s[c] + delta)
    return total / len(X)
