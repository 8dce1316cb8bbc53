"""one-step-short"""

import numpy as np


def gradient_descent(grad, w0, lr, steps):
    trajectory = np.zeros((steps,) + w0.shape)
    w = w0.copy()
    for t in range(steps):
        trajectory[t] = w
        w -= lr * grad(w)
    return trajectory
