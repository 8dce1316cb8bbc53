import numpy as np


def mse_gradient(y_pred, y_true):
    gradient = np.zeros(y_pred.shape)
    for index in np.ndindex(y_pred.shape):
        gradient[index] = 2.0 / y_pred.size * (y_pred[index] - y_true[index])
    return gradient
