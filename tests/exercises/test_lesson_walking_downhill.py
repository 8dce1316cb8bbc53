"""The numbers of the lesson on gradient descent."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pytest

from steepest_exercises.figures import gradient_descent as figures
from steepest_exercises.figures.overview import X, Y, bowl, descent
from steepest_numerics.losses import mse_gradient


def slope(w: float) -> float:
    """Of the worked example's loss."""
    return float(np.sum(mse_gradient(w * X, Y) * X))


def factor(lr: float, curvature: float = 28 / 3) -> float:
    """What a step multiplies the distance by."""
    return 1 - lr * curvature


COMPUTED = {
    "18.667": slope(0),
    "0.18667": descent(0.01, 1)[-1],
    "15.345": bowl(descent(0.01, 1)[-1]),
    "9.333": slope(0) / 2,
    "0.0933": 0.01 * slope(0) / 2,
    "0.907": factor(0.01),
    "0.067": factor(0.1),
    "0.867": factor(0.2),
    "1.053": factor(0.22),
    "0.10714": 3 / 28,
    "0.2143": 3 / 14,
    "1.087": descent(0.01, 8)[-1],
    "2.000": descent(0.1, 8)[-1],
    "1.031": descent(0.22, 8)[-1],
    "0.05": 2 / 40,
    "0.8": factor(0.045, 40),
    "0.955": factor(0.045, 1),
    "2.07": figures.hill_path(-0.2, 0.05, 40)[-1],
    "1.92": figures.hill_path(2.8, 0.05, 40)[-1],
    "0.151": sorted(np.roots([1, 0, -4, 0.6]))[1],
    "0.0667": 1 + 0.1 * slope(1),
    "1.4667": 1 - 0.1 * slope(1) / 2,
    "1.9333": 1 - 0.1 * slope(1),
    "0.9333": 0.1 * slope(1),
    "3.8": 1 - 0.1 * slope(1) * 3,
    "10.3333": 1 - slope(1),
}
GIVEN = {"0.01", "0.1", "0.2", "0.22", "0.001", "0.045", "0.6", "2.8", "6.3"}


def test_every_decimal_number_is_accounted_for(
    account: Callable[[str, Mapping[str, Any], Collection[str]], None],
) -> None:
    account("walking-downhill", COMPUTED, GIVEN)


def test_the_table_of_instructions_is_what_the_machine_does() -> None:
    error = 0 * X - Y
    assert error.tolist() == [-2, -4, -6]
    assert (error * X).tolist() == [-2, -8, -18]
    assert 2 * np.sum(error * X) == -56


@pytest.mark.parametrize("lr", [0.01, 0.1, 3 / 28, 0.2, 3 / 14, 0.22])
def test_a_step_multiplies_the_distance_by_its_factor(lr: float) -> None:
    ws = descent(lr, 3)
    assert [w - 2 for w in ws[1:]] == pytest.approx([factor(lr) * (w - 2) for w in ws[:-1]])


def test_a_half_takes_as_many_steps_as_told() -> None:
    assert round(math.log(0.5) / math.log(factor(0.045, 1))) == 15


def test_the_start_decides_the_valley_and_a_lower_rate_does_not() -> None:
    assert figures.hill_path(2.8, 0.01, 200)[-1] == pytest.approx(figures.hill_path(2.8, 0.05, 40)[-1], abs=1e-5)
    assert figures.hills(-2.07) < figures.hills(1.92)


def test_half_the_loss_at_twice_the_rate_takes_the_same_steps() -> None:
    assert 0.02 * slope(1) / 2 == pytest.approx(0.01 * slope(1))
