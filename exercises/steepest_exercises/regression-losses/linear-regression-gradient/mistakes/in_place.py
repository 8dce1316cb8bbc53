"""input-modified"""

import numpy as np


def linear_mse_gradient(w, b, X, y):
    y -= X @ w + b
    return -2 * X.T @ y / len(y), -2 * np.mean(y)
