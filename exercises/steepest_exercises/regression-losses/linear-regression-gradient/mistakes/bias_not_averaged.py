"""gradient-not-averaged"""

import numpy as np


def linear_mse_gradient(w, b, X, y):
    error = X @ w + b - y
    dw = 2 * X.T @ error / len(y)
    db = 2 * np.sum(error)
    return dw, db
