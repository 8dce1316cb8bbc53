"""Batches, SGD, momentum and the adaptive optimisers: steps by hand, state kept apart, arguments left alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from steepest_numerics.arrays import FloatArray
from steepest_numerics.optimizers import (
    SGD,
    AdaGrad,
    Adam,
    AdamW,
    Momentum,
    Nesterov,
    RMSProp,
    adam_step,
    mini_batches,
    sgd,
)

Rows = npt.NDArray[Any]

OPTIMIZERS = [SGD, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW]


def mean_slope(w: FloatArray, X: Rows, y: Rows) -> FloatArray:
    """The gradient of the mean squared error of X @ w."""
    return np.asarray(2 * X.T @ (X @ w - y) / len(y))


def test_an_epoch_is_every_row_once_with_its_target_full_batches_first() -> None:
    X = np.arange(22.0).reshape(11, 2)
    batches = list(mini_batches(X, X[:, 0], 4, np.random.default_rng(1)))
    assert [len(y) for _, y in batches] == [4, 4, 3]
    assert all((rows[:, 0] == y).all() for rows, y in batches)
    assert sorted(np.concatenate([y for _, y in batches])) == list(X[:, 0])


@pytest.mark.parametrize(("rows", "batch_size"), [(3, 2), (4, 0)])
def test_batches_that_cannot_be_are_refused_at_the_call(rows: int, batch_size: int) -> None:
    with pytest.raises(ValueError, match=r"row|targets"):
        mini_batches(np.zeros((4, 2)), np.zeros(rows), batch_size, np.random.default_rng(0))


def test_sgd_is_exact_full_batch_descent_when_the_batch_holds_all_rows() -> None:
    rng = np.random.default_rng(2)
    X, y, w0 = rng.normal(size=(6, 3)), rng.normal(size=6), rng.normal(size=3)
    expected = w0 - 0.1 * mean_slope(w0, X, y)
    np.testing.assert_allclose(sgd(mean_slope, w0, X, y, 0.1, 6, 1, rng), expected, rtol=1e-12)


def test_sgd_shuffles_anew_each_epoch_and_leaves_its_arguments_alone() -> None:
    orders: list[list[float]] = []

    def watch(w: FloatArray, X: Rows, y: Rows) -> FloatArray:
        orders.append(list(y))
        return np.ones_like(w)

    X, y, w0 = np.zeros((9, 2)), np.arange(9.0), np.zeros(2)
    w = sgd(watch, w0, X, y, 0.5, 9, 3, np.random.default_rng(3))
    assert len({tuple(order) for order in orders}) == 3
    np.testing.assert_array_equal(w, [-1.5, -1.5])
    np.testing.assert_array_equal(w0, [0, 0])
    np.testing.assert_array_equal(y, np.arange(9.0))


def test_sgd_of_no_epochs_returns_a_copy() -> None:
    w0 = np.zeros(2)
    assert sgd(mean_slope, w0, np.zeros((1, 2)), np.zeros(1), 1, 1, 0, np.random.default_rng(0)) is not w0


def test_adam_by_hand_over_two_steps() -> None:
    adam = Adam(lr=0.1, beta1=0.5, beta2=0.75, eps=0.25)
    params = adam.step([np.array([1.0])], [np.array([2.0])])
    assert params[0][0] == pytest.approx(1 - 0.1 * 2 / (2 + 0.25))
    # m = 0.5 * 1 + 0.5 * -1 = 0, so the second step goes nowhere
    assert adam.step(params, [np.array([-1.0])])[0][0] == params[0][0]


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_state_is_kept_for_each_parameter_and_each_instance(kind: Any) -> None:
    rng = np.random.default_rng(5)
    shapes: list[tuple[int, ...]] = [(3, 2), (4,)]
    grads = [[rng.normal(size=shape) for shape in shapes] for _ in range(7)]
    params: list[FloatArray] = [np.zeros(shape) for shape in shapes]
    together, apart = kind(lr=0.1), [kind(lr=0.1), kind(lr=0.1)]
    singles: list[list[FloatArray]] = [[param] for param in params]
    for gradient in grads:
        params = together.step(params, gradient)
        singles = [one.step(single, [g]) for one, single, g in zip(apart, singles, gradient, strict=True)]
    for param, single in zip(params, singles, strict=True):
        np.testing.assert_array_equal(param, single[0])


def test_adam_and_adam_step_are_the_same_formula() -> None:
    rng = np.random.default_rng(6)
    w: FloatArray = rng.normal(size=3)
    m, v = np.zeros_like(w), np.zeros_like(w)
    adam, params = Adam(eps=1e-3), [w]
    for t in range(1, 8):
        g = 1e-4 * rng.normal(size=3)
        w, m, v = adam_step(w, g, m, v, t, eps=1e-3)
        params = adam.step(params, [g])
        np.testing.assert_array_equal(params[0], w)


def walk(optimizer: Any, *gradients: float) -> list[float]:
    """From 1, the parameter after each step."""
    params, path = [np.array([1.0])], []
    for gradient in gradients:
        params = optimizer.step(params, [np.array([gradient])])
        path.append(float(params[0][0]))
    return path


@pytest.mark.parametrize(
    ("optimizer", "expected"),
    [
        # v = 2, then 0.5 * 2 - 1 = 0
        (Momentum(lr=0.1, momentum=0.5), [0.8, 0.8]),
        # 2 + 0.5 * 2 = 3, then -1 + 0.5 * 0 = -1
        (Nesterov(lr=0.1, momentum=0.5), [0.7, 0.8]),
        # the roots of 4 and of 4 + 1, each with eps beside it
        (AdaGrad(lr=0.1, eps=0.5), [1 - 0.1 * 2 / 2.5, 1 - 0.1 * 2 / 2.5 + 0.1 / (5**0.5 + 0.5)]),
        # the roots of 0.25 * 4 = 1 and of 0.75 + 0.25 = 1
        (RMSProp(lr=0.1, rho=0.75, eps=0.25), [1 - 0.1 * 2 / 1.25, 1 - 0.1 * 2 / 1.25 + 0.1 / 1.25]),
        # shrunk by 0.1 * 0.5, then a step of Adam: 2 / 2, then none, m being 0
        (AdamW(lr=0.1, beta1=0.5, beta2=0.75, eps=0.0, weight_decay=0.5), [0.95 - 0.1, 0.85 * 0.95]),
    ],
)
def test_two_steps_by_hand(optimizer: Any, expected: list[float]) -> None:
    np.testing.assert_allclose(walk(optimizer, 2.0, -1.0), expected, rtol=1e-14)


def test_momentum_multiplies_a_steady_slope_at_most_tenfold() -> None:
    path = walk(Momentum(lr=1e-3), *[1.0] * 400)
    assert path[-2] - path[-1] == pytest.approx(1e-3 * 10, rel=1e-12)


def test_without_momentum_both_are_plain_descent() -> None:
    for optimizer in (Momentum(0.3, momentum=0), Nesterov(0.3, momentum=0)):
        np.testing.assert_array_equal(walk(optimizer, 2.0, -1.0, 0.5), walk(SGD(0.3), 2.0, -1.0, 0.5))


def test_without_decay_adamw_is_adam() -> None:
    gradients = [1.0, -3.0, 1e-4]
    np.testing.assert_array_equal(walk(AdamW(0.1, weight_decay=0), *gradients), walk(Adam(0.1), *gradients))


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_a_learning_rate_of_zero_from_now_on_stops_the_parameters(kind: Any) -> None:
    optimizer = kind(1.0)
    params = optimizer.step([np.zeros(2)], [np.ones(2)])
    optimizer.lr = 0
    np.testing.assert_array_equal(optimizer.step(params, [np.ones(2)])[0], params[0])
    assert (params[0] < 0).all()


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_steps_return_new_arrays_of_the_same_type(kind: Any) -> None:
    w, g = np.zeros(2, np.float32), np.ones(2, np.float32)
    (new,) = kind(1.0).step([w], [g])
    assert new.dtype == np.float32
    np.testing.assert_array_equal(w, [0, 0])
    np.testing.assert_array_equal(g, [1, 1])


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.longdouble])
def test_the_floating_type_is_kept(kind: Any, dtype: type) -> None:
    optimizer = kind(lr=0.1)
    params: list[FloatArray] = [np.zeros(2, dtype)]
    for _ in range(3):
        params = optimizer.step(params, [np.ones(2, dtype)])
    assert params[0].dtype == dtype


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_integers_are_promoted(kind: Any) -> None:
    whole, real = kind(0.3), kind(0.3)
    start, slopes = np.array([1, 2]), [np.array([1, 3]), np.array([2, -1])]
    one, other = [start], [start.astype(float)]
    for g in slopes:
        one, other = whole.step(one, [g]), real.step(other, [g.astype(float)])
    np.testing.assert_array_equal(one[0], other[0])
