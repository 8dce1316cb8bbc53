"""Losses, to be minimised, and their gradients with respect to predictions or weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_numerics.activations import log_softmax, sigmoid, softmax
from steepest_numerics.arrays import FloatArray, Labels, class_labels, floating


def mae(y_pred: npt.ArrayLike, y_true: npt.ArrayLike) -> np.floating[Any]:
    r"""Mean absolute error over all elements.

    .. math:: L = \frac{1}{n} \sum_{i=1}^{n} |\hat{y}_i - y_i|

    Parameters
    ----------
    y_pred, y_true : array_like of one shape
        Predictions and targets; n is the number of elements, whatever the shape.

    Returns
    -------
    floating
        The loss, at least 0, in the unit of the targets.

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    Least absolute deviations: Boscovich (1757), De litteraria expeditione per pontificiam ditionem.

    Examples
    --------
    >>> float(mae([3.0, 5.0], [1.0, 1.0]))
    3.0
    """
    return np.mean(abs(_difference(y_pred, y_true)))


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


def linear_mse_gradient(
    w: npt.ArrayLike, b: float, X: npt.ArrayLike, y: npt.ArrayLike
) -> tuple[FloatArray, np.floating[Any]]:
    r"""Gradient of a linear model's mean squared error with respect to its weights and its bias.

    .. math::
        \frac{\partial L}{\partial w} = \frac{2}{N} X^\top (X w + b - y) \qquad
        \frac{\partial L}{\partial b} = \frac{2}{N} \sum_{i=1}^{N} (x_i^\top w + b - y_i)

    Parameters
    ----------
    w : array_like of shape (D,)
        Weights.
    b : float
        Bias.
    X : array_like of shape (N, D)
        Examples, one in a row.
    y : array_like of shape (N,)
        Their targets.

    Returns
    -------
    (ndarray of shape (D,), floating)
        The slopes for `w` and for `b`.

    Raises
    ------
    ValueError
        If the shapes don't fit together.

    References
    ----------
    The normal equations, this gradient set to 0: Gauss (1809), Theoria motus corporum coelestium.

    Examples
    --------
    >>> dw, db = linear_mse_gradient([0.0], 0.0, [[1.0], [2.0], [3.0]], [2.0, 4.0, 6.0])
    >>> print(dw.round(3), db)
    [-18.667] -8.0
    """
    inputs, weights = floating(X), floating(w)
    slopes = mse_gradient(inputs @ weights + b, y)
    return inputs.T @ slopes, np.sum(slopes)


def huber(y_pred: npt.ArrayLike, y_true: npt.ArrayLike, delta: float) -> np.floating[Any]:
    r"""Mean Huber loss over all elements: quadratic for small errors, linear for large ones.

    .. math::
        L = \frac{1}{n} \sum_{i=1}^{n} \begin{cases}
            \frac{1}{2} d_i^2 & |d_i| \le \delta \\
            \delta \left(|d_i| - \frac{1}{2} \delta\right) & |d_i| > \delta
        \end{cases} \qquad d_i = \hat{y}_i - y_i

    Parameters
    ----------
    y_pred, y_true : array_like of one shape
        Predictions and targets; n is the number of elements, whatever the shape.
    delta : float
        Where the two pieces meet, above 0, in the unit of the targets.

    Returns
    -------
    floating
        The loss, at least 0.

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    Huber (1964), Robust estimation of a location parameter.

    Examples
    --------
    >>> float(huber([1.0, 4.0], [0.0, 0.0], delta=2.0))
    3.25
    """
    error = abs(_difference(y_pred, y_true))
    return np.mean(np.where(error <= delta, error**2 / 2, delta * (error - delta / 2)))


def binary_cross_entropy(p: npt.ArrayLike, y: npt.ArrayLike, eps: float = 1e-12) -> np.floating[Any]:
    r"""Mean binary cross-entropy of probabilities.

    .. math:: L = -\frac{1}{n} \sum_{i=1}^{n} \left(y_i \log p_i + (1 - y_i) \log(1 - p_i)\right)

    Parameters
    ----------
    p : array_like
        Probabilities of 'yes', clipped to [eps, 1 - eps] before the logarithm.
    y : array_like of the same shape
        What was true: 0 or 1, or a soft label in between.
    eps : float
        How near to 0 and 1 a probability may come.

    Returns
    -------
    floating
        The loss in nats, at least 0.

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    The logarithmic score: Good (1952), Rational decisions.

    Examples
    --------
    >>> round(float(binary_cross_entropy([0.9, 0.2], [1, 0])), 4)
    0.1643
    """
    probability, target = _pair(p, y)
    clipped = np.clip(probability, eps, 1 - eps)
    return -np.mean(target * np.log(clipped) + (1 - target) * np.log1p(-clipped))


def bce_with_logits(z: npt.ArrayLike, y: npt.ArrayLike) -> np.floating[Any]:
    r"""Mean binary cross-entropy of logits, exact for logits of any size.

    .. math:: L = \frac{1}{n} \sum_{i=1}^{n} \left(\max(z_i, 0) - z_i y_i + \log(1 + e^{-|z_i|})\right)

    Parameters
    ----------
    z : array_like
        Logits: the sigmoid of each is the probability of 'yes'.
    y : array_like of the same shape
        What was true: 0 or 1, or a soft label in between.

    Returns
    -------
    floating
        The loss in nats, at least 0.

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    The model: Cox (1958), The regression analysis of binary sequences. The stable logarithm: Maechler
    (2012), Accurately computing log(1 - exp(-|a|)).

    Examples
    --------
    >>> round(float(bce_with_logits([2.0, 0.0], [1, 0])), 4)
    0.41
    """
    logit, target = _pair(z, y)
    return np.mean(np.maximum(logit, 0) - logit * target + np.log1p(np.exp(-abs(logit))))


def bce_with_logits_gradient(z: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
    r"""Gradient of the mean binary cross-entropy with respect to the logits.

    .. math:: \frac{\partial L}{\partial z_i} = \frac{\sigma(z_i) - y_i}{n}

    Parameters
    ----------
    z : array_like
        Logits: the sigmoid of each is the probability of 'yes'.
    y : array_like of the same shape
        What was true: 0 or 1, or a soft label in between.

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    Cox (1958), The regression analysis of binary sequences.

    Examples
    --------
    >>> print(bce_with_logits_gradient([0.0, 0.0], [1, 0]))
    [-0.25  0.25]
    """
    logit, target = _pair(z, y)
    return np.divide(sigmoid(logit) - target, logit.size)


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


def svm_loss(W: npt.ArrayLike, X: npt.ArrayLike, y: npt.ArrayLike, delta: float = 1.0) -> np.floating[Any]:
    r"""Mean multiclass hinge loss of a linear classifier.

    .. math:: L = \frac{1}{N} \sum_{i=1}^{N} \sum_{j \ne y_i} \max(0, s_{ij} - s_{i, y_i} + \Delta) \qquad S = X W

    Parameters
    ----------
    W : array_like of shape (D, C)
        Weights, one column for each class.
    X : array_like of shape (N, D)
        Examples, one in a row.
    y : array_like of shape (N,)
        The true class of each row, an integer from 0 to C - 1.
    delta : float
        The margin by which the true class must win.

    Returns
    -------
    floating
        The loss, at least 0.

    Raises
    ------
    ValueError
        If the labels are not N integers from 0 to C - 1.

    References
    ----------
    Weston and Watkins (1999), Support vector machines for multi-class pattern recognition.

    Examples
    --------
    >>> round(float(svm_loss([[3.2, 5.1, -1.7]], [[1.0]], [0])), 1)
    2.9
    """
    margins, _ = _margins(W, X, y, delta)
    return np.sum(margins) / len(margins)


def svm_gradient(W: npt.ArrayLike, X: npt.ArrayLike, y: npt.ArrayLike, delta: float = 1.0) -> FloatArray:
    r"""Gradient of the mean multiclass hinge loss with respect to the weights.

    .. math::
        \frac{\partial L}{\partial W} = \frac{1}{N} X^\top M \qquad
        M_{ij} = [s_{ij} - s_{i, y_i} + \Delta > 0] \text{ for } j \ne y_i, \qquad
        M_{i, y_i} = -\sum_{j \ne y_i} M_{ij}

    Parameters
    ----------
    W : array_like of shape (D, C)
        Weights, one column for each class.
    X : array_like of shape (N, D)
        Examples, one in a row.
    y : array_like of shape (N,)
        The true class of each row, an integer from 0 to C - 1.
    delta : float
        The margin by which the true class must win.

    Returns
    -------
    ndarray of shape (D, C)
        At a kink, where a margin is met exactly, the subgradient that counts it as met.

    Raises
    ------
    ValueError
        If the labels are not N integers from 0 to C - 1.

    References
    ----------
    Weston and Watkins (1999), Support vector machines for multi-class pattern recognition.

    Examples
    --------
    >>> print(svm_gradient([[3.2, 5.1, -1.7]], [[1.0]], [0]))
    [[-1.  1.  0.]]
    """
    margins, labels = _margins(W, X, y, delta)
    violated = np.sign(margins)
    violated[np.arange(len(labels)), labels] = -violated.sum(axis=1)
    return np.divide(floating(X).T @ violated, len(labels))


def _margins(W: npt.ArrayLike, X: npt.ArrayLike, y: npt.ArrayLike, delta: float) -> tuple[FloatArray, Labels]:
    """By how much each class breaks the margin, 0 for the true one; and the labels."""
    scores = floating(X) @ floating(W)
    labels = class_labels(y, *scores.shape)
    true = np.take_along_axis(scores, labels[:, np.newaxis].astype(np.int64), axis=1)
    margins = np.asarray(np.maximum(scores - true + delta, 0))
    margins[np.arange(len(labels)), labels] = 0
    return margins, labels


def _difference(y_pred: npt.ArrayLike, y_true: npt.ArrayLike) -> FloatArray:
    return np.subtract(*_pair(y_pred, y_true))


def _pair(y_pred: npt.ArrayLike, y_true: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    prediction, target = floating(y_pred), floating(y_true)
    if prediction.shape != target.shape:
        raise ValueError(f"predictions have shape {prediction.shape}, targets {target.shape}")
    return prediction, target
