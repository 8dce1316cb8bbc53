# expects: gradient-of-the-start
import numpy as np


def gradient_descent(grad, w0, lr, steps):
    g = grad(w0)
    return np.stack([w0 - i * lr * g for i in range(steps + 1)])
