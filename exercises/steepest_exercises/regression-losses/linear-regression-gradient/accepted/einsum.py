import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def linear_mse_gradient(w: Array, b: float, X: Array, y: Array) -> tuple[Array, float]:
    error = np.einsum("nd,d->n", X, w) + b - y
    return np.einsum("n,nd->d", error, X) * (2 / len(y)), float(np.einsum("n->", error) * (2 / len(y)))
