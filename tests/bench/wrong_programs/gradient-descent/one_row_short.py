# expects: one-step-short
import numpy as np


def gradient_descent(grad, w0, lr, steps):
    w = np.array(w0, dtype=float)
    rows = [w]
    for _ in range(1, steps):
        w = w - lr * grad(w)
        rows.append(w)
    return np.stack(rows)
