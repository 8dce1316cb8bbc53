"""error-is-not-the-difference"""

import numpy as np


def linear_mse_gradient(w, b, X, y):
    error = -y
    dw = 2 * X.T @ error / len(y)
    db = 2 * np.mean(error)
    return dw, db
