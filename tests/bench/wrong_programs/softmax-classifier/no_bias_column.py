# expects: bias-not-trained
import numpy as np
from given import cross_entropy_gradient


def train(X, y, classes, lr, steps, rng):
    W = np.zeros((X.shape[1] + 1, classes))
    for _ in range(steps):
        W[:-1] -= lr * X.T @ cross_entropy_gradient(X @ W[:-1], y)
    return W
