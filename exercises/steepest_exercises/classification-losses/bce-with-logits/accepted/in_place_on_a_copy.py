import numpy as np


def bce_with_logits(z, y):
    cost = np.exp(-np.abs(z))
    np.log1p(cost, out=cost)
    cost += np.where(z > 0, z, 0)
    cost -= z * y
    return cost.mean()


def bce_with_logits_gradient(z, y):
    slope = np.exp(-np.logaddexp(0, -z))
    slope -= y
    slope /= z.size
    return slope
