"""Clipping: by value it changes the direction, by norm it does not; neither changes its input."""

from __future__ import annotations

import numpy as np
import pytest

from steepest_numerics.arrays import FloatArray
from steepest_numerics.clipping import clip_by_global_norm, clip_by_value


@pytest.fixture
def grads() -> list[FloatArray]:
    rng = np.random.default_rng(31)
    return [rng.normal(size=(3, 5)), rng.normal(size=4), np.zeros(2)]


def test_by_value_only_what_is_too_large_changes() -> None:
    clipped = clip_by_value([np.array([[3.0, -0.5], [-4.0, 1.0]]), np.array([2.0])], 1.0)
    np.testing.assert_array_equal(clipped[0], [[1, -0.5], [-1, 1]])
    np.testing.assert_array_equal(clipped[1], [1])


def test_by_norm_all_gradients_count_as_one_vector() -> None:
    clipped, norm = clip_by_global_norm([np.array([6.0, 8.0]), np.array([24.0])], 5.0)
    assert norm == 26
    np.testing.assert_allclose(np.concatenate(clipped), np.array([6, 8, 24]) * 5 / 26, rtol=1e-15)


def test_by_norm_the_new_length_is_the_limit_and_the_direction_the_old(grads: list[FloatArray]) -> None:
    clipped, norm = clip_by_global_norm(grads, 0.5)
    assert clip_by_global_norm(clipped, 0.5)[1] == pytest.approx(0.5, rel=1e-15)
    for new, old in zip(clipped, grads, strict=True):
        np.testing.assert_allclose(new * float(norm), old * 0.5, rtol=1e-14)


@pytest.mark.parametrize("limit", [5.0, 7.0])
def test_gradients_within_the_limit_stay_exactly_as_they_are(limit: float) -> None:
    (same,), norm = clip_by_global_norm([np.array([3.0, -4.0])], limit)
    np.testing.assert_array_equal(same, [3, -4])
    assert norm == 5


def test_no_gradient_at_all_is_not_divided_by_zero() -> None:
    (clipped,), norm = clip_by_global_norm([np.zeros(3)], 1.0)
    assert norm == 0
    np.testing.assert_array_equal(clipped, 0)


def test_the_callers_arrays_are_left_alone(grads: list[FloatArray]) -> None:
    before = [grad.copy() for grad in grads]
    clip_by_value(grads, 0.1)
    clip_by_global_norm(grads, 0.1)
    for now, then in zip(grads, before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.longdouble])
def test_the_floating_type_is_kept(dtype: type) -> None:
    grad: FloatArray = np.full(3, 2, dtype)
    clipped, norm = clip_by_global_norm([grad], 1.0)
    assert norm.dtype == clipped[0].dtype == clip_by_value([grad], 1.0)[0].dtype == dtype


def test_integers_are_promoted() -> None:
    np.testing.assert_array_equal(clip_by_value([np.array([2, -2])], 0.5)[0], [0.5, -0.5])
    np.testing.assert_array_equal(clip_by_global_norm([np.array([3, 4])], 2.5)[0][0], [1.5, 2])
