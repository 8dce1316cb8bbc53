"""results-in-the-wrong-order"""

import numpy as np


def linear_mse_gradient(w, b, X, y):
    error = X @ w + b - y
    return 2 * np.mean(error), 2 * X.T @ error / len(y)
