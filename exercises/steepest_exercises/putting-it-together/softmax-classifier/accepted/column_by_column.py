import numpy as np
from given import softmax


def train(X, y, classes, lr, steps, rng):
    """One class after the other, as a list of columns."""
    rows = np.append(X, np.ones((len(X), 1)), axis=1)
    columns = [np.zeros(rows.shape[1]) for _ in range(classes)]
    for _ in range(steps):
        P = softmax(np.stack([rows @ column for column in columns], axis=1))
        for c in range(classes):
            slope = np.mean((P[:, c] - (y == c))[:, None] * rows, axis=0)
            columns[c] = columns[c] - lr * slope
    return np.array(columns).T
