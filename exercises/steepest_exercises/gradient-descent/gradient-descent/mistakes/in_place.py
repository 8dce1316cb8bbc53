"""start-shared-with-caller"""

import numpy as np


def gradient_descent(grad, w0, lr, steps):
    w = w0
    trajectory = [w0.copy()]
    for _ in range(steps):
        w -= lr * grad(w)
        trajectory.append(w.copy())
    return np.array(trajectory)
