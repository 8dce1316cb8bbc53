"""The losses: their values by hand, their gradients by differences, their behaviour at the edges."""

from __future__ import annotations

import math

import numpy as np
import pytest

from steepest_numerics.activations import log_softmax, softmax
from steepest_numerics.arrays import FloatArray
from steepest_numerics.gradients import numerical_gradient
from steepest_numerics.losses import cross_entropy, cross_entropy_gradient, mse, mse_gradient

FLOATS = [np.float32, np.float64, np.longdouble]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)


def test_mse_is_the_mean_of_all_squared_differences() -> None:
    assert mse([[3.0, 5.0]], [[1.0, 1.0]]) == 10
    assert mse(np.array([0, 255], dtype=np.uint8), np.array([255, 0], dtype=np.uint8)) == 65025


def test_mse_keeps_its_digits_far_from_zero() -> None:
    assert mse([1e8 + 1, 1e8 - 1], [1e8, 1e8]) == 1


@pytest.mark.parametrize("function", [mse, mse_gradient])
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
