"""Gradient descent with all the data, and the path that it takes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from steepest_numerics.arrays import FloatArray, floating


def gradient_descent(
    grad: Callable[[FloatArray], npt.ArrayLike], w0: npt.ArrayLike, lr: float, steps: int
) -> FloatArray:
    r"""Walk downhill from `w0`, against the gradient, and keep every point on the way.

    .. math:: w_{t+1} = w_t - \eta \, \nabla L(w_t)

    Parameters
    ----------
    grad : callable
        Takes an array of the shape of `w0`, returns the gradient there, of the same shape. Called
        once a step, each time with an array of its own.
    w0 : array_like of any shape
        Where to start. Not modified.
    lr : float
        Learning rate.
    steps : int
        How many steps to take, at least 0.

    Returns
    -------
    ndarray of shape (steps + 1, ...)
        The trajectory; its first row is `w0`.

    References
    ----------
    Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations simultanées.

    Examples
    --------
    >>> print(gradient_descent(lambda w: 2 * w, np.array([1.0]), lr=0.25, steps=3).ravel())
    [1.    0.5   0.25  0.125]
    """
    start = floating(w0)
    trajectory = np.empty((steps + 1, *start.shape), start.dtype)
    trajectory[0] = start
    for t in range(steps):
        here = trajectory[t, ...]
        trajectory[t + 1] = here - lr * floating(grad(here.copy()))
    return trajectory
