"""Gradients by differences, for functions whose formula is not at hand, and to check one that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_numerics.arrays import FloatArray, floating

FLOOR = 1e-8
"""Below this sum of the two sizes an error counts as absolute: 0 against 0 agrees, and rounding is no disagreement."""


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


def relative_error(a: npt.ArrayLike, n: npt.ArrayLike) -> np.floating[Any]:
    r"""The largest relative difference between the elements of two gradients.

    .. math:: \max_i \frac{|a_i - n_i|}{\max(|a_i| + |n_i|, 10^{-8})}

    Parameters
    ----------
    a, n : array_like of one shape
        The analytic and the numerical gradient, at least one element each.

    Returns
    -------
    floating
        From 0 (equal) to 1 (opposite signs, or one of them 0).

    References
    ----------
    Wolfe (1982), Checking the calculation of gradients.

    Examples
    --------
    >>> float(relative_error([1.0, 3.0, 0.0], [1.0, 2.0, 0.0]))
    0.2
    """
    analytic, numerical = floating(a), floating(n)
    sizes = np.maximum(abs(analytic) + abs(numerical), FLOOR)
    return np.max(abs(analytic - numerical) / sizes)


def gradient_check(
    f: Callable[[FloatArray], Any], grad: Callable[[FloatArray], npt.ArrayLike], x: npt.ArrayLike, h: float = 1e-5
) -> np.floating[Any]:
    """The relative error of `grad` at `x` against central differences of `f`, in its worst element.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of `x`, returns a number.
    grad : callable
        Takes the same, returns what claims to be the gradient of `f`: an array of the shape of `x`.
    x : array_like of any shape
        Where to check. Not modified.
    h : float
        The step of the differences.

    Returns
    -------
    floating
        In float64 with the default step, below about 1e-5 for a right gradient at a point without a
        kink, and usually far below; of the order of the mistake for a wrong one.

    References
    ----------
    Wolfe (1982), Checking the calculation of gradients.

    Examples
    --------
    >>> x = np.array([1.0, 2.0])
    >>> bool(gradient_check(lambda x: np.sum(x**2), lambda x: 2 * x, x) < 1e-5)
    True
    >>> round(float(gradient_check(lambda x: np.sum(x**2), lambda x: x, x)), 4)
    0.3333
    """
    x = floating(x)
    return relative_error(grad(x.copy()), numerical_gradient(f, x, h))
