import numpy as np


def svm_gradient(W, X, y, delta=1.0):
    total = np.zeros_like(W, dtype=float)
    for x, label in zip(X, y):
        gaps = x @ W
        gaps = gaps - gaps[label] + delta
        pushes = [float(gap > 0) for gap in gaps]
        pushes[label] = 0.0
        pushes[label] = -sum(pushes)
        total += np.outer(x, pushes)
    return (total / len(y)).tolist()
