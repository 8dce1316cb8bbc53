"""gradient-normalised"""

import numpy as np


def gradient_descent(grad, w0, lr, steps):
    trajectory = [w0]
    for _ in range(steps):
        g = grad(trajectory[-1])
        trajectory.append(trajectory[-1] - lr * g / np.linalg.norm(g))
    return np.array(trajectory)
