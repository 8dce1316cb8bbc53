"""Losses, to be minimised, and their gradients with respect to the predictions."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_numerics.activations import log_softmax, softmax
from steepest_numerics.arrays import FloatArray, class_labels, floating


def mse(y_pred: npt.ArrayLike, y_true: npt.ArrayLike) -> np.floating[Any]:
    r"""Mean squared error over all elements.

    .. math:: L = \frac{1}{n} \sum_{i=1}^{n} (\hat{y}_i - y_i)^2

    Parameters
    ----------
    y_pred, y_true : array_like of one shape
        Predictions and targets; n is the number of elements, whatever the shape.

    Returns
    -------
    floating
        The loss, at least 0.

    Raises
    ------
    ValueError
        If the shapes differ: broadcasting (n, 1) against (n,) would average n x n differences.

    References
    ----------
    Least squares: Legendre (1805), Nouvelles methodes pour la determination des orbites des cometes.

    Examples
    --------
    >>> float(mse([3.0, 5.0], [1.0, 1.0]))
    10.0
    """
    return np.mean(np.square(_difference(y_pred, y_true)))


def mse_gradient(y_pred: npt.ArrayLike, y_true: npt.ArrayLike) -> FloatArray:
    r"""Gradient of the mean squared error with respect to the predictions.

    .. math:: \frac{\partial L}{\partial \hat{y}_i} = \frac{2}{n} (\hat{y}_i - y_i)

    Parameters
    ----------
    y_pred, y_true : array_like of one shape
        Predictions and targets; n is the number of elements, whatever the shape.

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    The derivative of Legendre's (1805) sum of squares, divided by n.

    Examples
    --------
    >>> print(mse_gradient([3.0, 5.0], [1.0, 1.0]))
    [2. 4.]
    """
    difference = _difference(y_pred, y_true)
    return 2 * difference / difference.size


def cross_entropy(logits: npt.ArrayLike, labels: npt.ArrayLike) -> np.floating[Any]:
    r"""Mean over the rows of minus the log-probability that softmax gives to the true class.

    .. math:: L = -\frac{1}{N} \sum_{i=1}^{N} \log p_{i, y_i}

    Parameters
    ----------
    logits : array_like of shape (N, C)
        Scores, not probabilities.
    labels : array_like of shape (N,)
        The true class of each row, an integer from 0 to C - 1.

    Returns
    -------
    floating
        The loss in nats, at least 0.

    Raises
    ------
    ValueError
        If the labels are not N integers from 0 to C - 1.

    References
    ----------
    The logarithmic score: Good (1952), Rational decisions. With softmax: Bridle (1990), Probabilistic
    interpretation of feedforward classification network outputs.

    Examples
    --------
    >>> round(float(cross_entropy([[2.0, 1.0, 0.0]], [0])), 4)
    0.4076
    """
    log_p = log_softmax(logits)
    rows, classes = log_p.shape
    return -np.mean(log_p[np.arange(rows), class_labels(labels, rows, classes)])


def cross_entropy_gradient(logits: npt.ArrayLike, labels: npt.ArrayLike) -> FloatArray:
    r"""Gradient of the mean cross-entropy with respect to the logits.

    .. math:: \frac{\partial L}{\partial z_{ij}} = \frac{p_{ij} - [j = y_i]}{N}

    Parameters
    ----------
    logits : array_like of shape (N, C)
        Scores, not probabilities.
    labels : array_like of shape (N,)
        The true class of each row, an integer from 0 to C - 1.

    Returns
    -------
    ndarray of shape (N, C)
        Each row sums to 0.

    Raises
    ------
    ValueError
        If the labels are not N integers from 0 to C - 1.

    References
    ----------
    Bridle (1990), Probabilistic interpretation of feedforward classification network outputs.

    Examples
    --------
    >>> print(cross_entropy_gradient([[0.0, 0.0], [0.0, 0.0]], [0, 1]))
    [[-0.25  0.25]
     [ 0.25 -0.25]]
    """
    gradient = softmax(logits)
    rows, classes = gradient.shape
    gradient[np.arange(rows), class_labels(labels, rows, classes)] -= 1
    return np.divide(gradient, rows)


def _difference(y_pred: npt.ArrayLike, y_true: npt.ArrayLike) -> FloatArray:
    prediction, target = floating(y_pred), floating(y_true)
    if prediction.shape != target.shape:
        raise ValueError(f"predictions have shape {prediction.shape}, targets {target.shape}")
    return np.subtract(prediction, target)
