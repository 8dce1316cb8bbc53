"""The numbers of the lesson on regression losses."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import numpy as np
import pytest

from steepest_exercises.figures import regression as figures
from steepest_numerics.losses import huber, mae, mse, mse_gradient

COMPUTED = {
    "3.162": math.sqrt(mse([3.0, 5.0], [1.0, 1.0])),
    "0.125": figures.value("huber", 0.5),
    "9.5": figures.value("huber", 10),
    "2.5": figures.value("huber", 3),
    "12.5": mse([2.0, 0.0], [5.0, 4.0]),
    "12.25": 3.5**2,
    "3.536": math.sqrt(12.5),
    "3.5": mae([2.0, 0.0], [5.0, 4.0]),
}
GIVEN = {"0.5", "1.345"}


def test_every_decimal_number_is_accounted_for(
    account: Callable[[str, Mapping[str, Any], Collection[str]], None],
) -> None:
    account("measuring-a-number", COMPUTED, GIVEN)


def test_the_six_numbers_are_as_told() -> None:
    errors = np.array([2.0, 4.0])
    assert mse(errors, [0.0, 0.0]) == 10
    assert np.sum(errors**2) == 20
    assert np.mean(errors**2) / 2 == 5
    assert mae(errors, [0.0, 0.0]) == 3
    assert np.mean(errors) ** 2 == 9
    assert mse_gradient([3.0, 5.0], [1.0, 1.0]).tolist() == [2, 4]
    assert mse_gradient([1.0, 6.0], [1.0, 1.0])[1] == 5


def best(loss: Callable[[Any, Any], Any], wages: Any) -> float:
    """The constant with the lowest loss, to a hundredth."""
    return float(min(np.linspace(0, 40, 4001), key=lambda c: loss(np.full(5, c), wages)))


def test_the_best_constants_are_as_told() -> None:
    assert best(mse, figures.WAGES) == pytest.approx(20)
    assert best(mae, figures.WAGES) == pytest.approx(3)
    for delta, constant in ((1.0, 3), (10.0, 5), (100.0, 20)):
        assert best(partial(huber, delta=delta), figures.WAGES) == pytest.approx(constant)
    rich = np.array([1.0, 2.0, 3.0, 4.0, 90_000.0])
    assert np.mean(rich) == 18_002
    assert np.median(rich) == 3


def test_the_pulls_are_as_told() -> None:
    assert figures.slope("squared", 3.0) == pytest.approx(6)
    assert figures.slope("absolute", 3.0) == pytest.approx(1)
    assert [figures.slope("huber", e) for e in (-3.0, 0.5, 3.0)] == pytest.approx([-1, 0.5, 1])
    assert figures.value("huber", 1.0) == 0.5


def test_units_change_the_loss_and_its_slope_as_told() -> None:
    thousands, truths = np.array([201.0, 350.0]), np.array([200.0, 340.0])
    assert mse(1000 * thousands, 1000 * truths) == pytest.approx(1e6 * mse(thousands, truths))
    ratio = mse_gradient(1000 * thousands, 1000 * truths) / mse_gradient(thousands, truths)
    assert ratio == pytest.approx(1000)


def test_the_classic_threshold_gives_away_a_twentieth_under_normal_noise() -> None:
    noise = np.random.default_rng(0).normal(size=2_000_000)
    inside = np.mean(abs(noise) <= 1.345)
    variance = np.mean(np.clip(noise, -1.345, 1.345) ** 2) / inside**2  # of the estimate, against 1 for the mean
    assert 1 / variance == pytest.approx(0.95, abs=0.002)
