"""Looking for good parameters without a gradient: by chance, and by chance near the best so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_numerics.arrays import FloatArray, floating

Loss = Callable[[FloatArray], Any]
"""Takes an array of parameters, returns a number."""


def random_search(loss: Loss, shape: tuple[int, ...], tries: int, scale: float, rng: np.random.Generator) -> FloatArray:
    """The best of `tries` random arrays.

    Parameters
    ----------
    loss : callable
        Takes an array, returns a number; called once for each try.
    shape : tuple of int
        Of the arrays.
    tries : int
        How many to look at, at least 1.
    scale : float
        Standard deviation of their entries, which are normal with mean 0.
    rng : numpy.random.Generator
        Draws them.

    Returns
    -------
    ndarray of `shape`

    Raises
    ------
    ValueError
        If `tries` is below 1.

    References
    ----------
    Brooks (1958), A discussion of random methods for seeking maxima.

    Examples
    --------
    >>> W = random_search(lambda W: abs(W[0] - 1), (1,), tries=1000, scale=1.0, rng=np.random.default_rng(0))
    >>> bool(abs(W[0] - 1) < 0.05)
    True
    """
    if tries < 1:
        raise ValueError(f"at least one try is needed to return anything, not {tries}")
    candidates = (rng.normal(0.0, scale, size=shape) for _ in range(tries))
    return min(candidates, key=loss)


def local_search(loss: Loss, W: npt.ArrayLike, tries: int, step: float, rng: np.random.Generator) -> FloatArray:
    """Try a small random change of the best array so far, keep it if it is better; again and again.

    Parameters
    ----------
    loss : callable
        Takes an array, returns a number; called once for the start and once for each try.
    W : array_like of any shape
        The start, which is the best so far until something better is found. Not modified.
    tries : int
        How many changes to try, at least 0.
    step : float
        Standard deviation of the change of each entry, which is normal with mean 0.
    rng : numpy.random.Generator
        Draws the changes.

    Returns
    -------
    ndarray of the shape of `W`

    References
    ----------
    Matyas (1965), Random optimization.

    Examples
    --------
    >>> def bowl(W):
    ...     return np.sum(W**2)
    >>> W = local_search(bowl, np.ones(3), tries=200, step=0.1, rng=np.random.default_rng(0))
    >>> bool(bowl(W) < 0.1)
    True
    """
    best = floating(W).copy()
    best_loss = loss(best)
    for _ in range(tries):
        candidate = best + step * rng.standard_normal(best.shape)
        candidate_loss = loss(candidate)
        if candidate_loss < best_loss:
            best, best_loss = candidate, candidate_loss
    return best
