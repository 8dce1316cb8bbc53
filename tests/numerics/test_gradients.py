"""Central differences: their error, their cost, and what they leave alone."""

from __future__ import annotations

import math

import numpy as np
import pytest

from steepest_numerics.arrays import FloatArray
from steepest_numerics.gradients import numerical_gradient


def test_the_error_falls_with_the_square_of_the_step() -> None:
    x = np.array(1, dtype=np.longdouble)
    errors = [abs(float(numerical_gradient(np.exp, x, h) - np.exp(x))) for h in (1e-2, 1e-3)]
    assert errors[0] / errors[1] == pytest.approx(100, rel=1e-3)
    assert errors[0] == pytest.approx(math.e * 1e-4 / 6, rel=1e-3)


def test_two_evaluations_an_element_each_with_an_array_of_its_own() -> None:
    seen: list[FloatArray] = []

    def f(x: FloatArray) -> float:
        seen.append(x)
        return float(x.sum())

    x = np.arange(6.0).reshape(2, 3)
    assert numerical_gradient(f, x).shape == (2, 3)
    assert len(seen) == 12
    assert len({id(array) for array in seen}) == 12
    np.testing.assert_array_equal(x, np.arange(6.0).reshape(2, 3))


def test_integers_are_promoted() -> None:
    np.testing.assert_allclose(numerical_gradient(lambda x: (x**2).sum(), np.array([1, -2])), [2, -4], rtol=1e-9)


@pytest.mark.parametrize("shape", [(), (4,), (3, 5), (2, 1, 3)])
def test_any_shape_strided_too(shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(4).normal(size=(*shape, 2))[..., 0]
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sin(x).sum(), x), np.cos(x), rtol=1e-8)
