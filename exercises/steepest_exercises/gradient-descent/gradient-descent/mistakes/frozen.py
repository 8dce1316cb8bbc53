"""gradient-of-the-start"""

import numpy as np


def gradient_descent(grad, w0, lr, steps):
    w = w0
    trajectory = [w0]
    for _ in range(steps):
        w = w - lr * grad(w0)
        trajectory.append(w)
    return np.array(trajectory)
