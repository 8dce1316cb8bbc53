import numpy as np


def linear_mse_gradient(w, b, X, y):
    """The bias is the weight of a further input that is always 1."""
    extended = np.column_stack([X, np.ones(len(X), dtype=X.dtype)])
    weights = np.append(w, b)
    gradient = extended.T.dot(extended.dot(weights) - y) * 2 / len(y)
    return gradient[:-1], gradient[-1]
