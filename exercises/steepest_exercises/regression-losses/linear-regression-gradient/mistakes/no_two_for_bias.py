"""factor-two-missing"""

import numpy as np


def linear_mse_gradient(w, b, X, y):
    error = X @ w + b - y
    dw = 2 * X.T @ error / len(y)
    db = np.mean(error)
    return dw, db
