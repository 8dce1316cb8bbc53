"""Two classifiers put together from their parts: a softmax classifier, and a network with one hidden layer."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from steepest_numerics.arrays import FloatArray, floating
from steepest_numerics.losses import cross_entropy, cross_entropy_gradient

Params = Mapping[str, npt.ArrayLike]
"""The weights of a network with one hidden layer: W1 (D, H), b1 (H,), W2 (H, C), b2 (C,)."""


def two_layer_loss(params: Params, X: npt.ArrayLike, y: npt.ArrayLike) -> np.floating:
    r"""Mean cross-entropy of a network with one hidden layer of rectified linear units.

    .. math:: A = \max(0, X W_1 + b_1), \quad Z = A W_2 + b_2, \quad L = \text{cross-entropy}(Z, y)

    Parameters
    ----------
    params : mapping
        W1 of shape (D, H), b1 (H,), W2 (H, C), b2 (C,).
    X : array_like of shape (N, D)
        Examples.
    y : array_like of shape (N,)
        Their classes, integers from 0 to C - 1.

    Returns
    -------
    floating

    References
    ----------
    Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors. The rectified
    units: Nair and Hinton (2010), Rectified linear units improve restricted Boltzmann machines.

    Examples
    --------
    >>> params = {"W1": np.eye(2), "b1": np.zeros(2), "W2": np.eye(2), "b2": np.zeros(2)}
    >>> round(float(two_layer_loss(params, [[1.0, -1.0]], [0])), 4)
    0.3133
    """
    _, hidden = _hidden(params, floating(X))
    return cross_entropy(hidden @ floating(params["W2"]) + floating(params["b2"]), y)


def two_layer_gradients(params: Params, X: npt.ArrayLike, y: npt.ArrayLike) -> dict[str, FloatArray]:
    r"""Gradients of `two_layer_loss`, layer by layer from the loss back.

    .. math::
        G = \frac{P - Y}{N}, \quad
        \nabla W_2 = A^\top G, \quad \nabla b_2 = \sum_i G_i, \quad
        D = G W_2^\top \odot [X W_1 + b_1 > 0], \quad
        \nabla W_1 = X^\top D, \quad \nabla b_1 = \sum_i D_i

    Parameters
    ----------
    params, X, y
        As in `two_layer_loss`.

    Returns
    -------
    dict
        W1, b1, W2, b2, each of the shape that it has in `params`. Where a unit's input is exactly 0 its
        slope counts as 0.

    References
    ----------
    Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors.

    Examples
    --------
    >>> params = {"W1": np.eye(2), "b1": np.zeros(2), "W2": np.eye(2), "b2": np.zeros(2)}
    >>> gradients = two_layer_gradients(params, [[1.0, -1.0]], [0])
    >>> print(gradients["W1"].round(4))
    [[-0.2689  0.    ]
     [ 0.2689  0.    ]]
    """
    inputs = floating(X)
    before, hidden = _hidden(params, inputs)
    upper = floating(params["W2"])
    scores = cross_entropy_gradient(hidden @ upper + floating(params["b2"]), y)
    below = scores @ upper.T * (before > 0)
    return {"W1": inputs.T @ below, "b1": below.sum(axis=0), "W2": hidden.T @ scores, "b2": scores.sum(axis=0)}


def softmax_classifier_loss(W: npt.ArrayLike, X: npt.ArrayLike, y: npt.ArrayLike) -> np.floating:
    """Mean cross-entropy of a linear classifier whose last row of weights is the bias.

    Parameters
    ----------
    W : array_like of shape (D + 1, C)
        One column of weights for each class.
    X : array_like of shape (N, D)
        Examples, without a column of ones.
    y : array_like of shape (N,)
        Their classes, integers from 0 to C - 1.

    Returns
    -------
    floating

    References
    ----------
    Cox (1966), Some procedures connected with the logistic qualitative response curve. As softmax:
    Bridle (1990), Probabilistic interpretation of feedforward classification network outputs.

    Examples
    --------
    >>> round(float(softmax_classifier_loss(np.zeros((3, 10)), [[0.5, 0.5]], [7])), 3)
    2.303
    """
    return cross_entropy(_with_ones(X) @ floating(W), y)


def train_softmax_classifier(
    X: npt.ArrayLike, y: npt.ArrayLike, classes: int, lr: float, steps: int, rng: np.random.Generator | None = None
) -> FloatArray:
    """Gradient descent on `softmax_classifier_loss` over all rows at once, from weights of 0.

    Parameters
    ----------
    X : array_like of shape (N, D)
        Examples, without a column of ones.
    y : array_like of shape (N,)
        Their classes, integers from 0 to `classes` - 1.
    classes : int
        C, which may be more than occur in `y`.
    lr : float
        Learning rate.
    steps : int
        How many steps to take.
    rng : numpy.random.Generator, optional
        Not used: starting from 0, with all rows in every step, nothing is left to chance.

    Returns
    -------
    ndarray of shape (D + 1, C)
        The weights; the last row is the bias.

    References
    ----------
    Bridle (1990), Probabilistic interpretation of feedforward classification network outputs.

    Examples
    --------
    >>> W = train_softmax_classifier([[0.0], [1.0]], [0, 1], classes=2, lr=1.0, steps=100)
    >>> print(([[0.0, 1.0], [1.0, 1.0]] @ W).argmax(axis=1))
    [0 1]
    """
    inputs = _with_ones(X)
    W = np.zeros((inputs.shape[1], classes), inputs.dtype)
    for _ in range(steps):
        W = W - lr * (inputs.T @ cross_entropy_gradient(inputs @ W, y))
    return W


def _hidden(params: Params, X: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What goes into the hidden units, and what comes out of them."""
    before = X @ floating(params["W1"]) + floating(params["b1"])
    return before, np.maximum(before, 0)


def _with_ones(X: npt.ArrayLike) -> FloatArray:
    rows = floating(X)
    return np.concatenate([rows, np.ones((len(rows), 1), rows.dtype)], axis=1)
