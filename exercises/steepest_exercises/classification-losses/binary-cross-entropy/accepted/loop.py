import math


def binary_cross_entropy(p, y, eps=1e-12):
    total = 0.0
    for q, t in zip(p.ravel().tolist(), y.ravel().tolist()):
        q = min(max(q, eps), 1 - eps)
        total -= t * math.log(q) + (1 - t) * math.log(1 - q)
    return total / p.size
