import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def svm_gradient(W: Array, X: Array, y: npt.NDArray[np.int64], delta: float = 1.0) -> Array:
    """What the true class counts for itself is in its sum too, and cancels."""
    scores = X @ W
    rows = np.arange(y.size)
    broken = np.where(scores - scores[rows, y, None] + delta > 0, 1.0, 0.0)
    broken[rows, y] -= broken.sum(axis=1)
    return (X / y.size).T @ broken
