"""single-precision-cast"""

import numpy as np


def gradient_descent(grad, w0, lr, steps):
    trajectory = np.zeros((steps + 1, *w0.shape), dtype=np.float32)
    trajectory[0] = w0
    for t in range(steps):
        trajectory[t + 1] = trajectory[t] - lr * grad(trajectory[t])
    return trajectory
