"""stopped-early"""

import numpy as np


def gradient_descent(grad, w0, lr, steps):
    trajectory = [w0]
    for _ in range(steps):
        w = trajectory[-1] - lr * grad(trajectory[-1])
        trajectory.append(w)
        if np.allclose(w, trajectory[-2], rtol=0, atol=1e-9):
            break
    return np.array(trajectory)
