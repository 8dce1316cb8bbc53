"""one-step-short"""

import numpy as np


def gradient_descent(grad, w0, lr, steps):
    w = np.array(w0, dtype=np.float64)
    trajectory = [w]
    for _ in range(steps - 1):
        w = w - lr * grad(w)
        trajectory.append(w)
    return np.array(trajectory)
