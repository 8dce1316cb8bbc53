"""features-scaled-inside"""

import numpy as np
from given import cross_entropy_gradient


def train(X, y, classes, lr, steps, rng):
    X -= X.mean(axis=0)
    X1 = np.hstack([X, np.ones((len(X), 1))])
    W = np.zeros((X1.shape[1], classes))
    for _ in range(steps):
        G = cross_entropy_gradient(X1 @ W, y)
        W = W - lr * (X1.T @ G)
    return W
