from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def random_search(
    loss: Callable[[Array], float], shape: tuple[int, ...], tries: int, scale: float, rng: np.random.Generator
) -> Array:
    best = rng.normal(0, scale, shape)
    best_loss = loss(best)
    for _ in range(tries - 1):
        W = rng.normal(0, scale, shape)
        if (new := loss(W)) < best_loss:
            best, best_loss = W, new
    return best
