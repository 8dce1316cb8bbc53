import numpy as np
import numpy.typing as npt


def clip_by_value(grads: list[npt.NDArray[np.float64]], limit: float) -> list[npt.NDArray[np.float64]]:
    copies = [g.copy() for g in grads]
    for g in copies:
        g[g > limit] = limit
        g[g < -limit] = -limit
    return copies
