# expects: only-the-worst-class
import numpy as np


def svm_loss(W, X, y, delta=1.0):
    S = X @ W
    losses = []
    for s, c in zip(S, y):
        losses.append(max([0.0] + [s[j] - s[c] + delta for j in range(len(s)) if j != c]))
    return np.mean(losses)
