"""Mini-batches, stochastic gradient descent, momentum, and the optimisers that adapt: from AdaGrad to AdamW.

An optimiser takes and returns lists of arrays, one for each parameter; it never changes its arguments.
Its `lr` is read at every step, so that a schedule may set it in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_numerics.arrays import FloatArray, floating

Batch = tuple[npt.NDArray[Any], npt.NDArray[Any]]
BatchGradient = Callable[[FloatArray, npt.NDArray[Any], npt.NDArray[Any]], npt.ArrayLike]


def mini_batches(X: npt.ArrayLike, y: npt.ArrayLike, batch_size: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Split shuffled examples into batches: every row once, full batches first.

    Parameters
    ----------
    X : array_like of shape (N, ...)
        Examples.
    y : array_like of shape (N, ...)
        Their targets, kept beside them.
    batch_size : int
        Rows in a batch, at least 1; the last batch holds what is left.
    rng : numpy.random.Generator
        Draws the order.

    Yields
    ------
    (ndarray, ndarray)
        The batch's rows of `X` and of `y`.

    Raises
    ------
    ValueError
        If `X` and `y` differ in length or `batch_size` is below 1.

    References
    ----------
    Bottou (2012), Stochastic gradient descent tricks.

    Examples
    --------
    >>> X = np.arange(5)
    >>> [len(y) for X_batch, y in mini_batches(X, 10 * X, 2, np.random.default_rng(0))]
    [2, 2, 1]
    """
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y):
        raise ValueError(f"{len(X)} examples but {len(y)} targets")
    if batch_size < 1:
        raise ValueError(f"a batch holds at least one row, not {batch_size}")
    return _batches(X, y, batch_size, rng.permutation(len(X)))


def _batches(X: npt.NDArray[Any], y: npt.NDArray[Any], size: int, order: npt.NDArray[np.int64]) -> Iterator[Batch]:
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        yield X[rows], y[rows]


def sgd(
    grad: BatchGradient,
    w0: npt.ArrayLike,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    lr: float,
    batch_size: int,
    epochs: int,
    rng: np.random.Generator,
) -> FloatArray:
    r"""Mini-batch stochastic gradient descent.

    .. math:: w \leftarrow w - \eta \, g_B(w)

    Parameters
    ----------
    grad : callable
        ``grad(w, X_batch, y_batch)`` is the gradient of the batch's mean loss, of the shape of `w`;
        called once a batch.
    w0 : array_like
        Where to start. Not modified.
    X, y : array_like of N rows
        Examples and targets.
    lr : float
        Learning rate.
    batch_size : int
        Rows in a batch; the last one of an epoch may be shorter.
    epochs : int
        Passes over all rows, each in a new order.
    rng : numpy.random.Generator
        Draws the orders.

    Returns
    -------
    ndarray of the shape of `w0`

    References
    ----------
    Robbins and Monro (1951), A stochastic approximation method; in mini-batches, Bottou (2012),
    Stochastic gradient descent tricks.

    Examples
    --------
    >>> X = np.array([1.0, 2.0, 3.0])
    >>> slope = lambda w, X, y: 2 * np.mean(X * (w * X - y))
    >>> w = sgd(slope, np.array(0.0), X, 2 * X, lr=0.05, batch_size=2, epochs=50, rng=np.random.default_rng(0))
    >>> round(float(w), 6)
    2.0
    """
    w = floating(w0)
    for _ in range(epochs):
        for X_batch, y_batch in mini_batches(X, y, batch_size, rng):
            w = np.subtract(w, lr * floating(grad(w, X_batch, y_batch)))
    return w.copy()


class SGD:
    r"""Gradient descent, one step at a time.

    .. math:: w \leftarrow w - \eta \, g

    Parameters
    ----------
    lr : float
        Learning rate, an attribute that may be changed between steps.

    References
    ----------
    Robbins and Monro (1951), A stochastic approximation method.

    Examples
    --------
    >>> print(SGD(lr=0.1).step([np.array([1.0, 2.0])], [np.array([10.0, -10.0])])[0])
    [0. 3.]
    """

    def __init__(self, lr: float) -> None:
        self.lr = lr

    def step(self, params: Sequence[npt.ArrayLike], grads: Sequence[npt.ArrayLike]) -> list[FloatArray]:
        """The parameters after one step, as new arrays; `params` and `grads` pair up in order."""
        return [
            np.subtract(floating(param), self.lr * floating(grad)) for param, grad in zip(params, grads, strict=True)
        ]


class _OneState:
    """An optimiser that keeps one array for each parameter, of its shape and 0 before the first step."""

    lr: float

    def __init__(self) -> None:
        self._states: list[FloatArray] = []

    def step(self, params: Sequence[npt.ArrayLike], grads: Sequence[npt.ArrayLike]) -> list[FloatArray]:
        """The parameters after one step, as new arrays; `params` and `grads` pair up in order."""
        if not self._states:
            self._states = [np.zeros_like(floating(param)) for param in params]
        moved = [
            self._move(floating(param), floating(grad), state)
            for param, grad, state in zip(params, grads, self._states, strict=True)
        ]
        self._states = [state for _, state in moved]
        return [param for param, _ in moved]

    def _move(self, w: FloatArray, g: FloatArray, state: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The new parameter and the new state."""
        raise NotImplementedError


class Momentum(_OneState):
    r"""Gradient descent with momentum: the heavy ball.

    .. math:: v \leftarrow \mu v + g, \quad w \leftarrow w - \eta v

    Parameters
    ----------
    lr : float
        Learning rate, an attribute that may be changed between steps.
    momentum : float
        :math:`\mu`, the share of the velocity that is kept.

    References
    ----------
    Polyak (1964), Some methods of speeding up the convergence of iteration methods. The learning rate
    stands outside the velocity, so that a change of it acts at once.

    Examples
    --------
    >>> optimizer, params = Momentum(lr=0.1), [np.array([1.0])]
    >>> for _ in range(3):
    ...     params = optimizer.step(params, [np.array([1.0])])
    >>> print(params[0])  # steps of 0.1, 0.19 and 0.271
    [0.439]
    """

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        super().__init__()
        self.lr, self.momentum = lr, momentum

    def _move(self, w: FloatArray, g: FloatArray, state: FloatArray) -> tuple[FloatArray, FloatArray]:
        velocity = self.momentum * state + g
        return np.subtract(w, self.lr * velocity), velocity


class Nesterov(_OneState):
    r"""Gradient descent with Nesterov's momentum: the velocity as it will be after this gradient.

    .. math:: v \leftarrow \mu v + g, \quad w \leftarrow w - \eta (g + \mu v)

    Parameters
    ----------
    lr : float
        Learning rate, an attribute that may be changed between steps.
    momentum : float
        :math:`\mu`, the share of the velocity that is kept.

    References
    ----------
    Nesterov (1983), A method of solving a convex programming problem with convergence rate O(1/k^2); in
    this form, where `params` are the points at which gradients are taken, Bengio, Boulanger-Lewandowski
    and Pascanu (2013), Advances in optimizing recurrent networks.

    Examples
    --------
    >>> optimizer, params = Nesterov(lr=0.1), [np.array([1.0])]
    >>> for _ in range(2):
    ...     params = optimizer.step(params, [np.array([1.0])])
    >>> print(params[0])  # steps of 0.19 and 0.271
    [0.539]
    """

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        super().__init__()
        self.lr, self.momentum = lr, momentum

    def _move(self, w: FloatArray, g: FloatArray, state: FloatArray) -> tuple[FloatArray, FloatArray]:
        velocity = self.momentum * state + g
        return np.subtract(w, self.lr * (g + self.momentum * velocity)), velocity


class AdaGrad(_OneState):
    r"""AdaGrad: each element's step is divided by the root of the sum of its squared gradients.

    .. math:: v \leftarrow v + g^2, \quad w \leftarrow w - \eta \frac{g}{\sqrt{v} + \epsilon}

    Parameters
    ----------
    lr : float
        Learning rate, an attribute that may be changed between steps.
    eps : float
        What keeps the denominator from 0; outside the square root.

    References
    ----------
    Duchi, Hazan and Singer (2011), Adaptive subgradient methods for online learning and stochastic
    optimization; the form with a diagonal matrix.

    Examples
    --------
    >>> optimizer, params = AdaGrad(lr=0.1), [np.array([1.0])]
    >>> for _ in range(4):
    ...     before, params = params, optimizer.step(params, [np.array([1.0])])
    >>> print((before[0] - params[0]).round(6))  # 0.1 / sqrt(4)
    [0.05]
    """

    def __init__(self, lr: float, eps: float = 1e-10) -> None:
        super().__init__()
        self.lr, self.eps = lr, eps

    def _move(self, w: FloatArray, g: FloatArray, state: FloatArray) -> tuple[FloatArray, FloatArray]:
        squares = state + np.square(g)
        return np.subtract(w, self.lr * g / (np.sqrt(squares) + self.eps)), squares


class RMSProp(_OneState):
    r"""RMSProp: AdaGrad with a moving average of the squared gradients in place of their sum.

    .. math::
        v \leftarrow \rho v + (1 - \rho) g^2, \quad w \leftarrow w - \eta \frac{g}{\sqrt{v} + \epsilon}

    Parameters
    ----------
    lr : float
        Learning rate, an attribute that may be changed between steps.
    rho : float
        The weight of the past in the average, which starts at 0 and is not corrected for that.
    eps : float
        What keeps the denominator from 0; outside the square root.

    References
    ----------
    Tieleman and Hinton (2012), Lecture 6.5: RMSProp, Neural networks for machine learning.

    Examples
    --------
    The first step is ten times `lr`, because the average has seen a hundredth of its weight:

    >>> print(RMSProp(lr=0.1).step([np.array([1.0, 1.0])], [np.array([0.5, -500.0])])[0].round(4))
    [0. 2.]
    """

    def __init__(self, lr: float, rho: float = 0.99, eps: float = 1e-8) -> None:
        super().__init__()
        self.lr, self.rho, self.eps = lr, rho, eps

    def _move(self, w: FloatArray, g: FloatArray, state: FloatArray) -> tuple[FloatArray, FloatArray]:
        average = self.rho * state + (1 - self.rho) * np.square(g)
        return np.subtract(w, self.lr * g / (np.sqrt(average) + self.eps)), average


def adam_step(
    w: npt.ArrayLike,
    g: npt.ArrayLike,
    m: npt.ArrayLike,
    v: npt.ArrayLike,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    r"""One step of Adam for one parameter.

    .. math::
        m \leftarrow \beta_1 m + (1 - \beta_1) g, \quad v \leftarrow \beta_2 v + (1 - \beta_2) g^2, \quad
        w \leftarrow w - \eta \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}

    Parameters
    ----------
    w, g : array_like of one shape
        Parameter and its gradient.
    m, v : array_like of the same shape
        Running averages of the gradient and of its square, 0 before the first step.
    t : int
        Number of this step, from 1.
    lr, beta1, beta2, eps : float
        Learning rate, decay of the two averages, and what keeps the denominator from 0. `eps` stands
        outside the square root.

    Returns
    -------
    (w, m, v) : tuple of ndarray
        The new parameter and the new averages, without the bias correction.

    References
    ----------
    Kingma and Ba (2015), Adam: a method for stochastic optimization, algorithm 1.

    Examples
    --------
    >>> w, m, v = adam_step(1.0, 5.0, 0.0, 0.0, t=1, lr=0.001)
    >>> round(float(w), 6), round(float(m), 6), round(float(v), 6)
    (0.999, 0.5, 0.025)
    """
    w, g = floating(w), floating(g)
    m = beta1 * floating(m) + (1 - beta1) * g
    v = beta2 * floating(v) + (1 - beta2) * np.square(g)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return np.subtract(w, lr * m_hat / (np.sqrt(v_hat) + eps)), np.asarray(m), np.asarray(v)


class Adam:
    """Adam for a list of parameters: `adam_step` with the averages and the count of steps kept.

    Parameters
    ----------
    lr, beta1, beta2, eps : float
        As in `adam_step`; `lr` may be changed between steps.

    References
    ----------
    Kingma and Ba (2015), Adam: a method for stochastic optimization, algorithm 1.

    Examples
    --------
    The first step is close to `lr` whatever the gradient's size:

    >>> print(Adam(lr=0.1).step([np.array([1.0, 1.0])], [np.array([1e-3, -500.0])])[0].round(4))
    [0.9 1.1]
    """

    def __init__(self, lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) -> None:
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t = 0
        self._moments: list[tuple[FloatArray, FloatArray]] = []

    def step(self, params: Sequence[npt.ArrayLike], grads: Sequence[npt.ArrayLike]) -> list[FloatArray]:
        """The parameters after one step, as new arrays; `params` and `grads` pair up in order."""
        if not self._moments:
            self._moments = [(zeros, zeros) for zeros in (np.zeros_like(floating(param)) for param in params)]
        self.t += 1
        settings = (self.t, self.lr, self.beta1, self.beta2, self.eps)
        stepped = [adam_step(w, g, m, v, *settings) for w, g, (m, v) in zip(params, grads, self._moments, strict=True)]
        self._moments = [(m, v) for _, m, v in stepped]
        return [w for w, _, _ in stepped]


class AdamW(Adam):
    r"""Adam with decoupled weight decay: the weights shrink by themselves, not through their gradient.

    .. math:: w \leftarrow w (1 - \eta \lambda), \quad \text{then a step of Adam}

    Parameters
    ----------
    lr, beta1, beta2, eps : float
        As in `Adam`.
    weight_decay : float
        :math:`\lambda`, the share of each weight that is taken off at a learning rate of 1.

    References
    ----------
    Loshchilov and Hutter (2019), Decoupled weight decay regularization. As in PyTorch, the decay is
    scaled by the learning rate.

    Examples
    --------
    Without a gradient only the decay is left:

    >>> optimizer = AdamW(lr=0.1, weight_decay=0.5)
    >>> print(optimizer.step([np.array([2.0, -4.0])], [np.array([0.0, 0.0])])[0])
    [ 1.9 -3.8]
    """

    def __init__(
        self, lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8, weight_decay: float = 1e-2
    ) -> None:
        super().__init__(lr, beta1, beta2, eps)
        self.weight_decay = weight_decay

    def step(self, params: Sequence[npt.ArrayLike], grads: Sequence[npt.ArrayLike]) -> list[FloatArray]:
        """The parameters after one step, as new arrays; `params` and `grads` pair up in order."""
        kept = 1 - self.lr * self.weight_decay
        return super().step([np.multiply(floating(param), kept) for param in params], grads)
