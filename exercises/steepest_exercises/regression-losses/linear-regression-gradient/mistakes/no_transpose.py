"""transpose-missing"""

import numpy as np


def linear_mse_gradient(w, b, X, y):
    error = X @ w + b - y
    dw = 2 * X @ error / len(y)
    db = 2 * np.mean(error)
    return dw, db
