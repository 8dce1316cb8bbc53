import numpy as np
import numpy.typing as npt


def huber(y_pred: npt.NDArray[np.float64], y_true: npt.NDArray[np.float64], delta: float) -> float:
    error = np.abs(np.subtract(y_pred, y_true)).ravel()
    small = (error <= delta).astype(error.dtype if error.dtype.kind == "f" else float)
    total = np.einsum("i,i,i->", small, error, error) / 2 + np.einsum("i,i->", 1 - small, delta * error - delta**2 / 2)
    return float(total) / error.size
