import numpy as np


def huber(y_pred, y_true, delta):
    error = np.abs(y_pred - y_true)
    near = 0.5 * error**2
    # The line continues the parabola: slope delta, and at error = delta the same value, delta**2 / 2.
    far = delta * (error - 0.5 * delta)
    # Each element chooses for itself: one large error must not change how the small ones count.
    return np.mean(np.where(error <= delta, near, far))
