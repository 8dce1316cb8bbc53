import numpy as np


def svm_loss(W, X, y, delta=1.0):
    """Mean multiclass hinge loss of the scores X @ W; y: N integers from 0 to C - 1.

    W is (D, C), X is (N, D); delta is the margin.
    """
    # TODO: scores, how far each class breaks the margin, without the true class; sum and mean.
    raise NotImplementedError("svm_loss is not written yet")
