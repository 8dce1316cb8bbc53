"""input-missing-in-gradient"""

import numpy as np


def linear_mse_gradient(w, b, X, y):
    error = X @ w + b - y
    dw = np.full(len(w), 2 * np.mean(error))
    db = 2 * np.mean(error)
    return dw, db
