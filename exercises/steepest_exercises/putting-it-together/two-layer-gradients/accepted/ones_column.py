import numpy as np
from given import cross_entropy_gradient


def two_layer_gradients(params, X, y):
    """Biases as weights of a column of ones; a slope of 1 at the kink."""
    ones = np.ones((len(X), 1), X.dtype)
    inputs = np.hstack([X, ones])
    before = inputs @ np.vstack([params["W1"], params["b1"]])
    hidden = np.hstack([np.maximum(before, 0), ones])
    upper = cross_entropy_gradient(hidden @ np.vstack([params["W2"], params["b2"]]), y)
    second = hidden.T @ upper
    first = inputs.T @ ((upper @ params["W2"].T) * (before >= 0))
    return {"W1": first[:-1], "b1": first[-1], "W2": second[:-1], "b2": second[-1]}
