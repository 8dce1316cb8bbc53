"""softmax-missing"""

import numpy as np


def train(X, y, classes, lr, steps, rng):
    X1 = np.hstack([X, np.ones((len(X), 1))])
    W = np.zeros((X1.shape[1], classes))
    for _ in range(steps):
        G = (X1 @ W - np.eye(classes)[y]) / len(X)
        W = W - lr * (X1.T @ G)
    return W
