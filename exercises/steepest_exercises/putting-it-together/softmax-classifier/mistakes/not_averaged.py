"""gradient-not-averaged"""

import numpy as np
from given import softmax


def train(X, y, classes, lr, steps, rng):
    X1 = np.hstack([X, np.ones((len(X), 1))])
    W = np.zeros((X1.shape[1], classes))
    for _ in range(steps):
        G = softmax(X1 @ W)
        G[np.arange(len(y)), y] -= 1
        W = W - lr * (X1.T @ G)
    return W
