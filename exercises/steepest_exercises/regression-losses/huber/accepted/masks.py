import numpy as np


def huber(y_pred, y_true, delta):
    error = np.abs(y_pred - y_true)
    cost = np.empty(error.shape)
    small = error < delta
    cost[small] = error[small] ** 2 / 2
    cost[~small] = delta * (error[~small] - delta / 2)
    return cost.mean()
