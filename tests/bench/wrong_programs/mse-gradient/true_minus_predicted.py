# expects: gradient-sign-flipped
import numpy as np


def mse_gradient(y_pred, y_true):
    g = np.empty(y_pred.shape)
    for i in np.ndindex(y_pred.shape):
        g[i] = 2 * (y_true[i] - y_pred[i]) / y_pred.size
    return g
