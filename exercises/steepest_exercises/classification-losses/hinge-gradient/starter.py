import numpy as np


def svm_gradient(W, X, y, delta=1.0):
    """Gradient of the mean multiclass hinge loss with respect to W, an array of its shape (D, C).

    X is (N, D), y holds N integers from 0 to C - 1; delta is the margin.
    """
    # TODO: which classes break the margin in which rows, what that does to the true class, a matrix product.
    raise NotImplementedError("svm_gradient is not written yet")
