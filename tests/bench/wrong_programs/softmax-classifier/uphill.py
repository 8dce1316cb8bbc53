# expects: gradient-ascent
import numpy as np
from given import softmax


def train(X, y, classes, lr, steps, rng):
    X1 = np.c_[X, np.ones(len(X))]
    Y = np.eye(classes)[y]
    W = np.zeros((X1.shape[1], classes))
    for _ in range(steps):
        W -= lr * X1.T @ (Y - softmax(X1 @ W)) / len(X)
    return W
