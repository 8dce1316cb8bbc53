"""Cuts through a loss: along one direction in the space of the parameters, or along two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy.typing as npt

from steepest_numerics.arrays import FloatArray, floating

Loss = Callable[[FloatArray], Any]
"""Takes an array of parameters, returns a number."""


def loss_slice(loss: Loss, W: npt.ArrayLike, direction: npt.ArrayLike, steps: npt.ArrayLike) -> FloatArray:
    r"""The loss at points along a line through `W`.

    .. math:: L(W + a \, d) \quad \text{for each } a

    Parameters
    ----------
    loss : callable
        Takes an array of the shape of `W`, returns a number.
    W : array_like of any shape
        The point through which the line goes. Not modified.
    direction : array_like of the shape of `W`
        Where the line leads; its length counts.
    steps : array_like of shape (K,)
        How far along it each point lies, in multiples of `direction`; negative ones lie behind `W`.

    Returns
    -------
    ndarray of shape (K,)

    References
    ----------
    Goodfellow, Vinyals and Saxe (2015), Qualitatively characterizing neural network optimization problems.

    Examples
    --------
    >>> print(loss_slice(lambda W: (W**2).sum(), [3.0, 0.0], [1.0, 0.0], [-1, 0, 1]))
    [ 4.  9. 16.]
    """
    start, along = floating(W), floating(direction)
    return floating([loss(start + a * along) for a in floating(steps)])


def loss_surface(
    loss: Loss, W: npt.ArrayLike, d1: npt.ArrayLike, d2: npt.ArrayLike, a: npt.ArrayLike, b: npt.ArrayLike
) -> FloatArray:
    r"""The loss at the points of a grid in the plane through `W` that two directions span.

    .. math:: S_{ij} = L(W + a_i d_1 + b_j d_2)

    Parameters
    ----------
    loss : callable
        Takes an array of the shape of `W`, returns a number.
    W : array_like of any shape
        Where a = b = 0. Not modified.
    d1, d2 : array_like of the shape of `W`
        The two directions; their lengths count.
    a, b : array_like of shape (K,) and (M,)
        How far along `d1` and `d2`.

    Returns
    -------
    ndarray of shape (K, M)

    References
    ----------
    Li, Xu, Taylor, Studer and Goldstein (2018), Visualizing the loss landscape of neural nets.

    Examples
    --------
    >>> print(loss_surface(lambda W: W.sum(), [0.0, 0.0], [1.0, 0.0], [0.0, 1.0], a=[0, 1], b=[0, 10, 20]))
    [[ 0. 10. 20.]
     [ 1. 11. 21.]]
    """
    start, first, second = floating(W), floating(d1), floating(d2)
    grid = [[loss(start + a_i * first + b_j * second) for b_j in floating(b)] for a_i in floating(a)]
    return floating(grid)
