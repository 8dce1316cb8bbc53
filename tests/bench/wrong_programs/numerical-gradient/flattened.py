# expects: gradient-flattened
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = []
    for i in range(x.size):
        step = np.zeros(x.shape)
        step.flat[i] = h
        g.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(g)
