import numpy as np
from given import cross_entropy_gradient


def two_layer_gradients(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    Z1 = X @ W1 + b1  # (N, H)
    A = np.maximum(0, Z1)
    G2 = cross_entropy_gradient(A @ W2 + b2, y)  # (N, C); the 1/N of the mean is in it, once for all layers
    # Back through the upper layer with its weights transposed; nothing passes a unit that was off.
    G1 = (G2 @ W2.T) * (Z1 > 0)  # (N, H)
    # Each gradient has the shape of its parameter: that leaves only one product. A bias serves all rows: sum.
    return {"W1": X.T @ G1, "b1": G1.sum(axis=0), "W2": A.T @ G2, "b2": G2.sum(axis=0)}
