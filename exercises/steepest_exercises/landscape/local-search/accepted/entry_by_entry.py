from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def local_search(loss: Callable[[Array], float], W: Array, tries: int, step: float, rng: np.random.Generator) -> Array:
    best, best_loss = W.astype(np.float64), float(loss(W))
    for _ in range(tries):
        candidate = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            candidate[i] = best[i] + step * rng.standard_normal()
        candidate_loss = float(loss(candidate))
        if candidate_loss < best_loss:
            best, best_loss = candidate, candidate_loss
    return best
