"""The numbers of the lesson on what a loss is."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pytest

from steepest_exercises.figures import what_a_loss_is as figures
from steepest_numerics.gradients import numerical_gradient
from steepest_numerics.losses import mae, mse

COMPUTED = {
    "1.44": mse([1.2, 1.2, 1.2], [0.0, 0.0, 0.0]),
    "0.325": -0.9 * math.log(0.9) - 0.1 * math.log(0.1),
    "0.25": 0.5**2,
}
GIVEN = {"1.2", "0.2", "0.4", "0.5"}


def test_every_decimal_number_is_accounted_for(
    account: Callable[[str, Mapping[str, Any], Collection[str]], None],
) -> None:
    account("what-a-loss-is", COMPUTED, GIVEN)


def test_the_forecasters_are_ranked_as_told() -> None:
    anna, ben, truth = [0.0, 0.0, 3.0], [1.2, 1.2, 1.2], [0.0, 0.0, 0.0]
    assert mae(anna, truth) == 1 < mae(ben, truth) == pytest.approx(1.2)
    assert mse(anna, truth) == 3 > mse(ben, truth)


def test_the_loss_over_the_weight_leans_as_told() -> None:
    def slope(w: float) -> float:
        return float(numerical_gradient(lambda v: figures.loss(float(v[0])), np.array([w]))[0])

    assert slope(1) == pytest.approx(-2)
    assert slope(4) > 0
    weights = np.linspace(0, 5, 501)
    assert min(weights, key=lambda w: figures.loss(float(w))) == pytest.approx(3)


def test_counting_gives_the_steps_that_the_figure_shows() -> None:
    assert [figures.wrong(border + 0.5) for border in range(6)] == [3, 2, 1, 2, 1, 2]
    borders = np.linspace(0, 6, 601)
    assert 3 < min(borders, key=lambda border: figures.surprise(float(border))) < 4
