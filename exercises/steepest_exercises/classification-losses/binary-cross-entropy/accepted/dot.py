import numpy as np
import numpy.typing as npt


def binary_cross_entropy(p: npt.NDArray[np.float64], y: npt.NDArray[np.float64], eps: float = 1e-12) -> float:
    q = np.minimum(np.maximum(p.reshape(-1), eps), 1 - eps)
    t = y.reshape(-1)
    return float(-(t @ np.log(q) + (1 - t) @ np.log1p(-q))) / q.size
