"""The losses: their values by hand, their gradients by differences, their behaviour at the edges."""

from __future__ import annotations

import math

import numpy as np
import pytest

from steepest_numerics.activations import log_softmax, sigmoid, softmax
from steepest_numerics.arrays import FloatArray
from steepest_numerics.gradients import numerical_gradient
from steepest_numerics.losses import (
    bce_with_logits,
    bce_with_logits_gradient,
    binary_cross_entropy,
    cross_entropy,
    cross_entropy_gradient,
    huber,
    linear_mse_gradient,
    mae,
    mse,
    mse_gradient,
    svm_gradient,
    svm_loss,
)

FLOATS = [np.float32, np.float64, np.longdouble]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)


def test_mse_is_the_mean_of_all_squared_differences() -> None:
    assert mse([[3.0, 5.0]], [[1.0, 1.0]]) == 10
    assert mse(np.array([0, 255], dtype=np.uint8), np.array([255, 0], dtype=np.uint8)) == 65025


def test_mse_keeps_its_digits_far_from_zero() -> None:
    assert mse([1e8 + 1, 1e8 - 1], [1e8, 1e8]) == 1


@pytest.mark.parametrize("function", [mse, mse_gradient, mae, binary_cross_entropy, bce_with_logits])
def test_unequal_shapes_are_refused_rather_than_broadcast(function: object) -> None:
    assert callable(function)
    with pytest.raises(ValueError, match="shape"):
        function(np.ones((3, 1)), np.ones(3))


@pytest.mark.parametrize("shape", [(7,), (3, 5), (5, 3), (1, 1), (2, 3, 4), ()])
def test_mse_gradient_agrees_with_differences(rng: np.random.Generator, shape: tuple[int, ...]) -> None:
    prediction, target = (rng.normal(size=shape).astype(np.longdouble) for _ in range(2))
    slopes = numerical_gradient(lambda p: mse(p, target), prediction)
    assert mse_gradient(prediction, target).shape == shape
    np.testing.assert_allclose(mse_gradient(prediction, target), slopes, rtol=1e-9)


@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (4, 4), (1, 3), (4, 1)])
def test_cross_entropy_gradient_agrees_with_differences(rng: np.random.Generator, shape: tuple[int, int]) -> None:
    logits, labels = rng.normal(size=shape).astype(np.longdouble), rng.integers(shape[1], size=shape[0])
    slopes = numerical_gradient(lambda z: cross_entropy(z, labels), logits)
    np.testing.assert_allclose(cross_entropy_gradient(logits, labels), slopes, rtol=1e-7, atol=1e-10)


def test_cross_entropy_by_hand() -> None:
    assert cross_entropy([[2.0, 1.0, 0.0]], [0]) == pytest.approx(-math.log(math.e**2 / (math.e**2 + math.e + 1)))
    assert cross_entropy(np.zeros((5, 10)), np.arange(5)) == pytest.approx(math.log(10))


def test_cross_entropy_is_exact_where_a_probability_underflows() -> None:
    assert cross_entropy([[0.0, 1e4], [1e4, 0.0]], [0, 0]) == 5000


@pytest.mark.parametrize("labels", [[0, -1], [0, 3], [0], [[0], [1]], [0.0, 1.0]])
def test_labels_that_are_no_classes_are_refused(labels: list[float]) -> None:
    for function in (cross_entropy, cross_entropy_gradient):
        with pytest.raises(ValueError, match="label"):
            function(np.zeros((2, 3)), labels)


def test_softmax_rows_sum_to_one_at_any_height(rng: np.random.Generator) -> None:
    z = rng.normal(size=(4, 3)) + np.array([[0], [1e4], [-1e4], [1e300]])
    np.testing.assert_allclose(softmax(z).sum(axis=-1), 1)
    np.testing.assert_allclose(softmax([0.0, -np.inf]), [1, 0])


def test_log_softmax_is_the_logarithm_of_softmax(rng: np.random.Generator) -> None:
    z = rng.normal(size=(2, 3, 4))
    np.testing.assert_allclose(log_softmax(z), np.log(softmax(z)))
    np.testing.assert_array_equal(log_softmax([0.0, -1e6]), [0, -1e6])


def test_mae_is_in_the_unit_of_the_target_however_large() -> None:
    assert mae([[3.0, 5.0]], [[1.0, 6.0]]) == 1.5
    assert mae([2e200, -2e200], [1e200, -1e200]) == 1e200


def test_huber_is_half_the_square_near_and_a_line_far_away() -> None:
    assert huber([0.5], [0.0], 2.0) == 0.125
    assert huber([-10.0], [0.0], 2.0) == 2 * (10 - 1)
    assert huber([2.0], [0.0], 2.0) == 2 == pytest.approx(huber([np.nextafter(2.0, 3.0)], [0.0], 2.0))


def test_huber_slopes_are_those_of_the_square_capped_at_delta(rng: np.random.Generator) -> None:
    error = 3 * rng.normal(size=20).astype(np.longdouble)
    slopes = numerical_gradient(lambda p: huber(p, np.zeros(20), 1.5), error)
    np.testing.assert_allclose(slopes, np.clip(error, -1.5, 1.5) / 20, rtol=1e-7, atol=1e-10)


@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (4, 4), (1, 3), (4, 1)])
def test_linear_mse_gradient_agrees_with_differences(rng: np.random.Generator, shape: tuple[int, int]) -> None:
    X, y, w = (rng.normal(size=size).astype(np.longdouble) for size in (shape, shape[0], shape[1]))
    b = np.longdouble(0.7)
    dw, db = linear_mse_gradient(w, float(b), X, y)
    np.testing.assert_allclose(dw, numerical_gradient(lambda w: mse(X @ w + b, y), w), rtol=1e-8)
    np.testing.assert_allclose(db, numerical_gradient(lambda b: mse(X @ w + b, y), b), rtol=1e-8)


def test_sigmoid_is_finite_and_exact_far_from_zero() -> None:
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_array_equal(sigmoid([800.0, -800.0, 0.0]), [1, 0, 0.5])
        np.testing.assert_allclose(sigmoid([-40.0]), math.exp(-40), rtol=1e-15)


def test_binary_cross_entropy_by_hand() -> None:
    assert binary_cross_entropy([0.9, 0.2], [1, 0]) == pytest.approx(-(math.log(0.9) + math.log(0.8)) / 2)
    assert binary_cross_entropy([0.5], [0.25]) == pytest.approx(math.log(2))


def test_binary_cross_entropy_of_certainty_is_limited_by_eps() -> None:
    assert binary_cross_entropy([0.0, 1.0], [1, 0], eps=0.01) == pytest.approx(-math.log(0.01))
    assert binary_cross_entropy([0.0], [1]) == pytest.approx(-math.log(1e-12))


def test_bce_with_logits_is_binary_cross_entropy_of_the_sigmoid(rng: np.random.Generator) -> None:
    z, y = 3 * rng.normal(size=(3, 4)), rng.uniform(size=(3, 4))
    assert bce_with_logits(z, y) == pytest.approx(binary_cross_entropy(sigmoid(z), y), rel=1e-12)


def test_bce_with_logits_is_exact_where_the_sigmoid_is_0_or_1() -> None:
    assert bce_with_logits([1e4, -1e4], [0, 1]) == 1e4
    assert bce_with_logits([1e4, -1e4], [1, 0]) == 0
    np.testing.assert_array_equal(bce_with_logits_gradient([1e4, -1e4], [0, 0]), [0.5, 0])


@pytest.mark.parametrize("shape", [(7,), (3, 5), (1,), ()])
def test_bce_with_logits_gradient_agrees_with_differences(rng: np.random.Generator, shape: tuple[int, ...]) -> None:
    z, y = 2 * rng.normal(size=shape).astype(np.longdouble), rng.uniform(size=shape).astype(np.longdouble)
    slopes = numerical_gradient(lambda z: bce_with_logits(z, y), z)
    np.testing.assert_allclose(bce_with_logits_gradient(z, y), slopes, rtol=1e-7, atol=1e-10)


def test_svm_loss_by_hand() -> None:
    scores, one = np.array([[3.2, 5.1, -1.7]]), np.array([[1.0]])
    assert svm_loss(scores, one, [0]) == pytest.approx(2.9)
    assert svm_loss(scores, one, [0], delta=0) == pytest.approx(1.9)
    assert svm_loss(np.zeros((4, 10)), np.ones((6, 4)), np.arange(6)) == 9


@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (4, 4), (1, 3), (4, 1)])
def test_svm_gradient_agrees_with_differences(rng: np.random.Generator, shape: tuple[int, int]) -> None:
    W, X = rng.normal(size=(2, shape[1])).astype(np.longdouble), rng.normal(size=(shape[0], 2))
    y = rng.integers(shape[1], size=shape[0])
    slopes = numerical_gradient(lambda W: svm_loss(W, X, y, delta=0.6), W)
    np.testing.assert_allclose(svm_gradient(W, X, y, delta=0.6), slopes, rtol=1e-8, atol=1e-10)


def test_svm_labels_that_are_no_classes_are_refused() -> None:
    for function in (svm_loss, svm_gradient):
        with pytest.raises(ValueError, match="label"):
            function(np.zeros((2, 3)), np.zeros((2, 2)), [0, 3])


@pytest.mark.parametrize("dtype", FLOATS)
def test_the_floating_type_is_kept(dtype: type) -> None:
    x: FloatArray = np.ones((2, 3), dtype)
    labels = np.array([0, 1], dtype=np.uint8)
    for result in (
        softmax(x),
        log_softmax(x),
        mse(x, x),
        mse_gradient(x, x),
        cross_entropy(x, labels),
        cross_entropy_gradient(x, labels),
        sigmoid(x),
        mae(x, x),
        huber(x, 2 * x, 0.5),
        *linear_mse_gradient(x[0], 0.5, x, x[:, 0]),
        binary_cross_entropy(x / 2, x),
        bce_with_logits(x, x),
        bce_with_logits_gradient(x, x),
        svm_loss(x, x[:, :2], labels),
        svm_gradient(x, x[:, :2], labels),
    ):
        assert result.dtype == dtype


def test_integers_are_promoted_and_arguments_left_alone() -> None:
    logits, labels = np.array([[2, 1, 0]]), np.array([0])
    assert cross_entropy_gradient(logits, labels).dtype == np.float64
    assert softmax(logits).dtype == mse_gradient(logits, logits).dtype == np.float64
    np.testing.assert_array_equal(logits, [[2, 1, 0]])
    floats = np.array([[2.0, 1.0, 0.0]])
    cross_entropy_gradient(floats, labels)
    softmax(floats)
    np.testing.assert_array_equal(floats, [[2, 1, 0]])
