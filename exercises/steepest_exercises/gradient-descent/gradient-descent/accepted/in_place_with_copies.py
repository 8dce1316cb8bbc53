import numpy as np


def gradient_descent(grad, w0, lr, steps):
    w = np.array(w0)
    rows = [w.copy()]
    while len(rows) <= steps:
        w -= lr * np.asarray(grad(w))
        rows.append(w.copy())
    return np.stack(rows)
