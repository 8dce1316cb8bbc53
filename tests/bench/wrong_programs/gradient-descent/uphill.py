# expects: gradient-ascent
import numpy as np


def gradient_descent(grad, w0, lr, steps):
    out = np.empty((steps + 1, *w0.shape))
    out[0] = w0
    for i in range(steps):
        out[i + 1] = out[i] + lr * grad(out[i])
    return out
