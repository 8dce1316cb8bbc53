import numpy as np
import numpy.typing as npt


def mae(y_pred: npt.NDArray[np.float64], y_true: npt.NDArray[np.float64]) -> float:
    return float(np.mean(np.maximum(y_pred, y_true) - np.minimum(y_pred, y_true)))
