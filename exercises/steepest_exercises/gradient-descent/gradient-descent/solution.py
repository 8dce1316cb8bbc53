import numpy as np


def gradient_descent(grad, w0, lr, steps):
    w = w0
    trajectory = [w0]
    for _ in range(steps):
        # A new array each time, not w -= ...: that would change w0, and every row that is already stored.
        w = w - lr * grad(w)
        trajectory.append(w)
    return np.array(trajectory)  # a copy of all rows: the caller's w0 is not part of it
