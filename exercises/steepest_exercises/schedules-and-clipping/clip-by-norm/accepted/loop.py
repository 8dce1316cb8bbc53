import math

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def clip_by_global_norm(grads: list[Array], max_norm: float) -> tuple[list[Array], float]:
    total = 0.0
    for g in grads:
        for value in g.flat:
            total += float(value) ** 2
    norm = math.sqrt(total)
    clipped = []
    for g in grads:
        clipped.append(g.copy() if norm <= max_norm else g / norm * max_norm)
    return clipped, norm
