import numpy as np
import numpy.typing as npt


def sigmoid(z: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    p = np.empty(z.shape, dtype=np.result_type(z, np.float32))  # float32 stays float32
    up = z >= 0
    p[up] = 1 / (1 + np.exp(-z[up]))
    powers = np.exp(z[~up])
    p[~up] = powers / (1 + powers)
    return p
