import numpy as np


def mse_gradient(y_pred, y_true):
    gradient = np.empty(y_pred.shape, np.result_type(y_pred, y_true, np.float32))  # float32 stays float32
    np.subtract(y_pred, y_true, out=gradient)
    gradient += gradient
    gradient /= gradient.size
    return gradient
