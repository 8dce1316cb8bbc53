"""Paths downhill, cuts through a loss, and searches by chance."""

from __future__ import annotations

import numpy as np
import pytest

from steepest_numerics.arrays import FloatArray
from steepest_numerics.descent import gradient_descent
from steepest_numerics.gradients import gradient_check, numerical_gradient, relative_error
from steepest_numerics.landscapes import loss_slice, loss_surface
from steepest_numerics.search import local_search, random_search

FLOATS = [np.float32, np.float64, np.longdouble]


def bowl(w: FloatArray) -> float:
    return float(np.sum(w**2))


class Seen:
    """A loss that keeps every array it was asked about; its values are given, one for each new array."""

    def __init__(self, *values: float) -> None:
        self.values = list(values)
        self.arrays: list[FloatArray] = []

    def __call__(self, W: FloatArray) -> float:
        self.arrays.append(W.copy())
        return self.values[len(self.arrays) - 1]


def test_a_descent_by_hand_converges_oscillates_and_diverges_as_its_rate_says() -> None:
    x = np.array([1.0, 2.0, 3.0])

    def slope(w: FloatArray) -> FloatArray:
        return np.asarray(2 * np.mean(x * (w * x - 2 * x)))

    first = gradient_descent(slope, np.array(0.0), 0.01, 1)
    np.testing.assert_allclose(first, [0, 0.186667], rtol=1e-5)
    assert gradient_descent(slope, np.array(0.0), 3 / 28, 1)[-1] == pytest.approx(2)
    oscillating = gradient_descent(slope, np.array(0.0), 0.2, 40)
    assert set(np.sign(np.diff(oscillating))) == {-1, 1}
    assert oscillating[-1] == pytest.approx(2, abs=0.2)
    assert abs(gradient_descent(slope, np.array(0.0), 0.22, 40)[-1] - 2) > 2


@pytest.mark.parametrize("shape", [(), (3,), (2, 3)])
def test_a_trajectory_has_a_row_for_the_start_and_one_for_each_step(shape: tuple[int, ...]) -> None:
    w0 = np.ones(shape)
    path = gradient_descent(lambda w: 2 * w, w0, 0.25, 3)
    assert path.shape == (4, *shape)
    np.testing.assert_array_equal(path, np.multiply.outer([1, 0.5, 0.25, 0.125], np.ones(shape)))
    np.testing.assert_array_equal(gradient_descent(lambda w: 2 * w, w0, 0.25, 0), [w0])
    np.testing.assert_array_equal(w0, np.ones(shape))


@pytest.mark.parametrize("dtype", FLOATS)
def test_the_floating_type_is_kept(dtype: type) -> None:
    w = np.ones(2, dtype)
    assert gradient_descent(lambda w: w, w, 0.5, 2).dtype == dtype
    assert loss_slice(lambda w: w.sum(), w, w, w).dtype == dtype
    assert loss_surface(lambda w: w.sum(), w, w, w, w, w).dtype == dtype
    assert relative_error(w, w).dtype == dtype


def test_a_right_gradient_passes_its_check_and_one_wrong_element_fails_it() -> None:
    x = np.random.default_rng(11).normal(size=(3, 4))

    def wrong_in_the_last(x: FloatArray) -> FloatArray:
        gradient = np.cos(x)
        gradient[-1, -1] *= 1.01
        return gradient

    assert gradient_check(lambda x: np.sin(x).sum(), np.cos, x) < 1e-8
    assert gradient_check(lambda x: np.sin(x).sum(), wrong_in_the_last, x) == pytest.approx(0.01 / 2.01, rel=1e-5)


def test_nothing_against_nothing_is_no_error() -> None:
    assert relative_error([0.0, 0.0], [0.0, 0.0]) == 0
    assert relative_error([1e-9, 0.0], [0.0, 0.0]) == pytest.approx(0.1)
    assert relative_error([1.0, -1.0], [1.0, 1.0]) == 1


def test_a_slice_and_a_surface_are_the_loss_at_their_points() -> None:
    rng = np.random.default_rng(12)
    W, d1, d2 = rng.normal(size=(3, 2, 3))
    a, b = np.array([-1.0, 0.0, 2.0]), np.array([0.0, 0.5])
    surface = loss_surface(bowl, W, d1, d2, a, b)
    assert surface.shape == (3, 2)
    np.testing.assert_allclose(surface[:, 0], loss_slice(bowl, W, d1, a), rtol=1e-12)
    assert surface[2, 1] == pytest.approx(bowl(W + 2 * d1 + 0.5 * d2))


def test_the_slope_of_a_slice_is_the_gradient_along_its_direction() -> None:
    rng = np.random.default_rng(13)
    W, d = rng.normal(size=(2, 4))
    left, right = loss_slice(bowl, W, d, [-1e-6, 1e-6])
    assert (right - left) / 2e-6 == pytest.approx(d @ numerical_gradient(bowl, W), rel=1e-6)


def test_random_search_returns_the_best_of_what_it_looked_at() -> None:
    loss = Seen(5, -2, 7, -1)
    W = random_search(loss, (2, 3), 4, 0.1, np.random.default_rng(14))
    np.testing.assert_array_equal(W, loss.arrays[1])
    assert len(loss.arrays) == 4


def test_random_search_draws_at_the_scale_that_it_is_given() -> None:
    loss = Seen(*range(20))
    random_search(loss, (40, 50), 20, 0.01, np.random.default_rng(15))
    drawn = np.stack(loss.arrays)
    assert abs(drawn.mean()) < 6 * 0.01 / np.sqrt(drawn.size)
    assert drawn.std() == pytest.approx(0.01, rel=0.03)


def test_a_search_without_a_try_has_nothing_to_return() -> None:
    with pytest.raises(ValueError, match="try"):
        random_search(bowl, (2,), 0, 1.0, np.random.default_rng(0))


def test_local_search_goes_on_from_the_best_so_far() -> None:
    loss = Seen(3, 5, 2, 4, 1, 6)
    W0 = np.full(4, 100)
    W = local_search(loss, W0, 5, 1e-3, np.random.default_rng(16))
    np.testing.assert_array_equal(W, loss.arrays[4])
    origins = [0, 0, 2, 2, 4]
    changes = [new - loss.arrays[old] for new, old in zip(loss.arrays[1:], origins, strict=True)]
    assert 0 < np.max(np.abs(changes)) < 6e-3
    np.testing.assert_array_equal(W0, np.full(4, 100))


def test_local_search_returns_the_start_where_nothing_is_better() -> None:
    W0 = np.zeros(3)
    W = local_search(bowl, W0, 20, 1.0, np.random.default_rng(17))
    np.testing.assert_array_equal(W, W0)
    assert W is not W0
