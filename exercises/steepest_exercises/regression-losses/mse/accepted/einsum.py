import numpy as np
import numpy.typing as npt


def mse(y_pred: npt.NDArray[np.float64], y_true: npt.NDArray[np.float64]) -> float:
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    error = np.subtract(y_pred, y_true, dtype=float).ravel()
    return float(np.einsum("i,i->", error, error)) / error.size
