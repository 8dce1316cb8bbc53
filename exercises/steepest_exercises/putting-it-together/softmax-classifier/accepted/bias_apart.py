import numpy as np
from given import cross_entropy_gradient


def train(X, y, classes, lr, steps, rng):
    W, b = np.zeros((X.shape[1], classes)), np.zeros(classes)
    for _ in range(steps):
        G = cross_entropy_gradient(X @ W + b, y)
        W -= lr * X.T @ G
        b -= lr * G.sum(axis=0)
    return np.vstack([W, b])
