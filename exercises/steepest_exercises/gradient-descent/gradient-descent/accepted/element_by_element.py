import numpy as np


def gradient_descent(grad, w0, lr, steps):
    rows = [w0.tolist()]
    w = w0
    for _ in range(steps):
        g = grad(w)
        new = np.zeros_like(w)
        for i in np.ndindex(w.shape):
            new[i] = w[i] - lr * g[i]
        w = new
        rows.append(w.tolist())
    return np.array(rows)
