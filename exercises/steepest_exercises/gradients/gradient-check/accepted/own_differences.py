from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def relative_error(a: Array, n: Array) -> float:
    difference = np.abs(np.subtract(a, n))
    return float((difference / np.clip(np.abs(a) + np.abs(n), 1e-8, None)).max())


def gradient_check(f: Callable[[Array], float], grad: Callable[[Array], Array], x: Array, h: float = 1e-5) -> float:
    """One coordinate at a time, without keeping the numerical gradient."""
    analytic = np.asarray(grad(x))
    errors = []
    for i in np.ndindex(x.shape):
        right, left = x.astype(float), x.astype(float)
        right[i] += h
        left[i] -= h
        errors.append(relative_error(analytic[i], (f(right) - f(left)) / (2 * h)))
    return max(errors)
