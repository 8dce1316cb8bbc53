"""softmax-over-the-batch"""

import numpy as np


def train(X, y, classes, lr, steps, rng):
    X1 = np.hstack([X, np.ones((len(X), 1))])
    W = np.zeros((X1.shape[1], classes))
    for _ in range(steps):
        P = np.exp(X1 @ W)
        P /= P.sum(axis=0)
        G = (P - np.eye(classes)[y]) / len(X)
        W = W - lr * (X1.T @ G)
    return W
