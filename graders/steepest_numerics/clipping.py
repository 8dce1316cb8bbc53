"""Gradient clipping: a bound on each entry, or on the length of all gradients together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_numerics.arrays import FloatArray, floating


def clip_by_value(grads: Sequence[npt.ArrayLike], limit: float) -> list[FloatArray]:
    r"""Cut every entry of every gradient to the interval from -limit to limit.

    .. math:: g_i \leftarrow \min(\max(g_i, -c), c)

    Parameters
    ----------
    grads : sequence of array_like
        One gradient for each parameter. Not modified.
    limit : float
        :math:`c`, above 0.

    Returns
    -------
    list of ndarray
        New arrays of the same shapes. Their direction may differ: only entries that are too large change.

    References
    ----------
    Mikolov (2012), Statistical language models based on neural networks, section 3.2.2.

    Examples
    --------
    >>> print(*clip_by_value([np.array([3.0, -4.0]), np.array([0.5])], 1.0))
    [ 1. -1.] [0.5]
    """
    return [np.clip(floating(grad), -limit, limit) for grad in grads]


def clip_by_global_norm(grads: Sequence[npt.ArrayLike], max_norm: float) -> tuple[list[FloatArray], np.floating[Any]]:
    r"""Scale all gradients by one factor, so that together they are no longer than `max_norm`.

    .. math:: g \leftarrow g \, \frac{c}{\max(\|g\|, c)}, \quad \|g\|^2 = \sum_k \sum_i g_{k,i}^2

    Parameters
    ----------
    grads : sequence of array_like
        One gradient for each parameter, at least one. Not modified.
    max_norm : float
        :math:`c`, above 0.

    Returns
    -------
    (list of ndarray, floating)
        New arrays in the old direction, and the norm before clipping: one number to watch in training.

    References
    ----------
    Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks.

    Examples
    --------
    >>> clipped, norm = clip_by_global_norm([np.array([3.0]), np.array([[4.0]])], 1.0)
    >>> print(*clipped, norm)
    [0.6] [[0.8]] 5.0
    """
    arrays = [floating(grad) for grad in grads]
    norm = np.sqrt(np.sum([np.sum(np.square(array)) for array in arrays]))
    scale = max_norm / np.maximum(norm, max_norm)
    return [np.multiply(array, scale) for array in arrays], norm
