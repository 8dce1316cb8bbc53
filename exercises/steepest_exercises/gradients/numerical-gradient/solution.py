import numpy as np


def numerical_gradient(f, x, h=1e-5):
    # A copy of floats: an integer array would cut x + h to a whole number, and the caller's x stays as it is.
    x = np.array(x, dtype=np.result_type(x, np.float32))
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + h
        right = f(x)
        x[index] = old - h
        left = f(x)
        x[index] = old  # before the next coordinate: only one may be moved at a time
        gradient[index] = (right - left) / (2 * h)
    return gradient
