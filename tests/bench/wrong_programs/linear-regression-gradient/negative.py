# expects: gradient-sign-flipped
import numpy as np


def linear_mse_gradient(w, b, X, y):
    n = len(y)
    r = y - (X.dot(w) + b)
    return 2 / n * X.T.dot(r), 2 / n * sum(r)
