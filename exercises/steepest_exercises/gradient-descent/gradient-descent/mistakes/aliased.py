"""rows-share-memory"""

import numpy as np


def gradient_descent(grad, w0, lr, steps):
    w = w0.copy()
    trajectory = [w]
    for _ in range(steps):
        w -= lr * grad(w)
        trajectory.append(w)
    return np.array(trajectory)
