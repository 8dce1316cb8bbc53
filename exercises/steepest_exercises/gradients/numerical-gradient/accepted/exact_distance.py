from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Divides by the distance that is left of 2h after rounding, and looks at f(x) once, to fail early."""
    x = np.array(x, dtype=np.float64)
    float(f(x))
    out = np.empty(x.size)
    for k in range(x.size):
        right, left = x.copy(), x.copy()
        right.flat[k] += h
        left.flat[k] -= h
        out[k] = (f(right) - f(left)) / (right.flat[k] - left.flat[k])
    return out.reshape(x.shape)
