import numpy as np
from given import cross_entropy_gradient


def train(X, y, classes, lr, steps, rng):
    # The bias is the weight of a feature that is always 1; the column goes last, as the bias row of W does.
    X1 = np.hstack([X, np.ones((len(X), 1))])
    W = np.zeros((X1.shape[1], classes))  # all classes equally likely: no need for random weights here
    for _ in range(steps):
        G = cross_entropy_gradient(X1 @ W, y)  # (N, C), with the 1/N of the mean in it
        W = W - lr * (X1.T @ G)
    return W
