# expects: gradient-not-averaged
import numpy as np


def linear_mse_gradient(w, b, X, y):
    r = np.einsum("nd,d->n", X, w) + b - y
    return 2 * np.einsum("nd,n->d", X, r), 2 * r.sum()
