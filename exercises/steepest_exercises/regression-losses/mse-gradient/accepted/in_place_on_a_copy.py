import numpy as np
import numpy.typing as npt


def mse_gradient(y_pred: npt.NDArray[np.float64], y_true: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    gradient = y_pred.astype(float)
    gradient -= y_true
    gradient *= 2 / np.prod(np.shape(y_pred))
    return gradient
