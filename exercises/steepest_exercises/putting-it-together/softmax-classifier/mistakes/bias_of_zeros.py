"""bias-not-trained"""

import numpy as np
from given import cross_entropy_gradient


def train(X, y, classes, lr, steps, rng):
    W = np.zeros((X.shape[1], classes))
    for _ in range(steps):
        W = W - lr * (X.T @ cross_entropy_gradient(X @ W, y))
    return np.vstack([W, np.zeros(classes)])
