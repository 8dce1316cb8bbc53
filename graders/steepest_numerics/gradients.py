"""Gradients by differences, for functions whose formula is not at hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_numerics.arrays import FloatArray, floating


def numerical_gradient(f: Callable[[FloatArray], Any], x: npt.ArrayLike, h: float = 1e-5) -> FloatArray:
    r"""Gradient of a scalar function by central differences, one coordinate at a time.

    .. math:: \frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2h}

    Parameters
    ----------
    f : callable
        Takes an array of the shape of `x`, returns a number. Called twice per element of `x`, each
        time with an array of its own.
    x : array_like of any shape
        Where to differentiate. Not modified; integers are promoted, for 3 + 1e-5 is no integer.
    h : float
        The step, in the units of `x`.

    Returns
    -------
    ndarray of the shape of `x`

    Notes
    -----
    The truncation error is h^2 f'''/6, the rounding error about u |f| / h with u the unit roundoff:
    their sum is least near h = u^(1/3), about 5e-6 in float64.

    References
    ----------
    Press, Teukolsky, Vetterling and Flannery (2007), Numerical Recipes, 3rd ed., section 5.7.

    Examples
    --------
    >>> print(numerical_gradient(lambda x: x[0] ** 2 + 3 * x[1], np.array([1, 2])).round(6))
    [2. 3.]
    """
    x = floating(x)
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        gradient[i] = (f(_moved(x, i, h)) - f(_moved(x, i, -h))) / (2 * h)
    return gradient


def _moved(x: FloatArray, i: tuple[int, ...], step: float) -> FloatArray:
    moved = x.copy()
    moved[i] += step
    return moved
