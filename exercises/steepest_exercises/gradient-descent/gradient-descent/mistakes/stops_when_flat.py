"""stopped-early"""

import numpy as np


def gradient_descent(grad, w0, lr, steps):
    w = w0
    trajectory = [w0]
    for _ in range(steps):
        g = grad(w)
        if np.linalg.norm(g) < 1e-6:
            break
        w = w - lr * g
        trajectory.append(w)
    return np.array(trajectory)
