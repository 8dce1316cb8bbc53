from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def mini_batches(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Sorts the rows by random numbers."""
    order = np.argsort(rng.random(len(X)))
    for rows in np.split(order, range(batch_size, len(X), batch_size)):
        yield X[rows], y[rows]
