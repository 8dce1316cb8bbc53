from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]


def gradient_descent(grad: Callable[[Array], Array], w0: Array, lr: float, steps: int) -> Array:
    trajectory = np.empty((steps + 1,) + w0.shape, dtype=w0.dtype)
    trajectory[0] = w0
    for t in range(steps):
        trajectory[t + 1] = trajectory[t] - lr * grad(trajectory[t])
    return trajectory
