# expects: forward-difference
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    base = f(x)
    g = np.zeros(x.shape)
    for i in range(x.size):
        moved = x.copy()
        moved.flat[i] += h
        g.flat[i] = (f(moved) - base) / h
    return g
