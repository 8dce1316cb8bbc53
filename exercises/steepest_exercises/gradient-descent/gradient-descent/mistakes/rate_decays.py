"""learning-rate-decays"""

import numpy as np


def gradient_descent(grad, w0, lr, steps):
    w = w0
    trajectory = [w0]
    for t in range(steps):
        w = w - lr / (t + 1) * grad(w)
        trajectory.append(w)
    return np.array(trajectory)
