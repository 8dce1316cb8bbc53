import math

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def adam_step(
    w: Array,
    g: Array,
    m: Array,
    v: Array,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, Array, Array]:
    """Both corrections as factors; eps is scaled with them, so that it counts as in the plain form."""
    m = beta1 * m + (1.0 - beta1) * g
    v = beta2 * v + (1.0 - beta2) * g**2
    root = math.sqrt(1.0 - beta2**t)
    rate = lr * root / (1.0 - beta1**t)
    return w - rate * m / (np.sqrt(v) + eps * root), m, v
