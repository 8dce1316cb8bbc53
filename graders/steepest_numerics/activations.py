"""From scores to probabilities."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from steepest_numerics.arrays import FloatArray, floating


def sigmoid(z: npt.ArrayLike) -> FloatArray:
    r"""Turn one score into the probability of 'yes', element by element.

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}}

    Parameters
    ----------
    z : array_like of any shape
        Logits.

    Returns
    -------
    ndarray of the shape of `z`
        Probabilities, in the floating type of `z`.

    Notes
    -----
    Only the power of a number at or below 0 is taken: for z below 0 the quotient is extended by e^z.
    So nothing overflows, and small probabilities keep their digits.

    References
    ----------
    The curve and its name: Verhulst (1845), Recherches mathematiques sur la loi d'accroissement de la
    population. As a model of yes and no: Cox (1958), The regression analysis of binary sequences.

    Examples
    --------
    >>> print(sigmoid([-800.0, 0.0, 2.0]).round(4))
    [0.     0.5    0.8808]
    """
    scores = floating(z)
    power = np.exp(-abs(scores))
    return np.asarray(np.where(scores >= 0, 1, power) / (1 + power))


def softmax(z: npt.ArrayLike) -> FloatArray:
    r"""Turn scores into probabilities that sum to one along the last axis.

    .. math:: p_j = \frac{e^{z_j}}{\sum_k e^{z_k}}

    Parameters
    ----------
    z : array_like of shape (..., C)
        Logits, C classes in the last axis. An entry of -inf gets probability 0, as long as its row
        holds a finite one.

    Returns
    -------
    ndarray of shape (..., C)
        Probabilities, in the floating type of `z`.

    Notes
    -----
    The largest logit of each row is subtracted first. That changes nothing in exact arithmetic and
    keeps every exponent at or below 0, so that nothing overflows.

    References
    ----------
    The name: Bridle (1990), Probabilistic interpretation of feedforward classification network
    outputs. The shift: Blanchard, Higham and Higham (2021), Accurately computing the log-sum-exp and
    softmax functions.

    Examples
    --------
    >>> print(softmax([2.0, 1.0, 0.0]).round(4))
    [0.6652 0.2447 0.09  ]
    """
    powers = np.exp(_below_zero(z))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def log_softmax(z: npt.ArrayLike) -> FloatArray:
    r"""Logarithms of the softmax probabilities along the last axis.

    .. math:: \log p_j = z_j - \log \sum_k e^{z_k}

    Parameters
    ----------
    z : array_like of shape (..., C)
        Logits, C classes in the last axis.

    Returns
    -------
    ndarray of shape (..., C)
        Log-probabilities, all at or below 0, in the floating type of `z`.

    Notes
    -----
    Taking ``log(softmax(z))`` instead would give -inf wherever a probability is too small for a
    floating-point number, from a difference of about 745 in float64; here nothing is lost.

    References
    ----------
    Blanchard, Higham and Higham (2021), Accurately computing the log-sum-exp and softmax functions.

    Examples
    --------
    >>> print(log_softmax([0.0, -1000.0]))
    [    0. -1000.]
    """
    shifted = _below_zero(z)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def _below_zero(z: npt.ArrayLike) -> FloatArray:
    scores = floating(z)
    return np.asarray(scores - scores.max(axis=-1, keepdims=True))
