import numpy as np


def binary_cross_entropy(p, y, eps=1e-12):
    q = np.array(p, dtype=float)
    q[q < eps] = eps
    q[q > 1 - eps] = 1 - eps
    cost = -y * np.log(q)
    cost -= (1 - y) * np.log(1 - q)
    return cost.mean()
