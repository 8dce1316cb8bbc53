from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def loss_surface(loss: Callable[[Array], float], W: Array, d1: Array, d2: Array, a: Array, b: Array) -> Array:
    A, B = np.meshgrid(a, b, indexing="ij")
    flat = np.array([loss(W + s * d1 + t * d2) for s, t in zip(A.flat, B.flat)], dtype=np.float64)
    return flat.reshape(A.shape)


def loss_slice(loss: Callable[[Array], float], W: Array, direction: Array, steps: Array) -> Array:
    """A surface with a single column."""
    return loss_surface(loss, W, direction, np.zeros_like(direction), steps, np.zeros(1))[:, 0]
