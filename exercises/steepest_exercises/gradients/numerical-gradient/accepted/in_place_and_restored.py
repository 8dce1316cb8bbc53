import numpy as np


def numerical_gradient(f, x, h=1e-5):
    if not np.issubdtype(x.dtype, np.floating):
        x = x.astype(np.float64)
    gradient = np.zeros_like(x)
    walker = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not walker.finished:
        index = walker.multi_index
        old = x[index]
        x[index] = old + h
        right = f(x)
        x[index] = old - h
        left = f(x)
        x[index] = old
        gradient[index] = (right - left) / (2 * h)
        walker.iternext()
    return gradient
