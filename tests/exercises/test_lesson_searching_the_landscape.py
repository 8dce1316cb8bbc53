"""The numbers of the lesson on the landscape of a loss."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pytest

from steepest_exercises.figures import landscape as figures
from steepest_numerics.data import digits
from steepest_numerics.gradients import numerical_gradient
from steepest_numerics.landscapes import loss_slice

COMPUTED = {"0.031": math.sqrt(2 / (math.pi * 650))}
GIVEN = {"15.5", "21.4", "4.0"}  # CS231n's, named as theirs; a licence's version


def test_every_decimal_number_is_accounted_for(
    account: Callable[[str, Mapping[str, Any], Collection[str]], None],
) -> None:
    account("searching-the-landscape", COMPUTED, GIVEN)


def test_the_searchers_come_in_the_order_that_is_told(printed: Callable[[str], str]) -> None:
    lines = printed("searching-the-landscape").splitlines()
    right = [float(line.split()[-1].rstrip("%")) for line in lines]
    assert right == sorted(right)
    assert right[0] < 20 < right[1] < right[2] < right[3]


def test_the_slices_are_as_told() -> None:
    def loss(w: Any) -> float:
        return float(w[0] ** 2 + 10 * w[1] ** 2)

    steps = np.array([-3.0, 0.0, 1.0, 2.0])
    assert loss_slice(loss, [3.0, 1.0], [1.0, 0.0], steps) == pytest.approx((3 + steps) ** 2 + 10)
    assert loss_slice(loss, [3.0, 1.0], [-3.0, -1.0], steps) == pytest.approx(19 * (1 - steps) ** 2)


def test_the_saddle_is_level_and_falls_one_way_and_rises_the_other() -> None:
    def loss(w: Any) -> float:
        return figures.product(float(w[0]), float(w[1]))

    assert numerical_gradient(loss, np.zeros(2)) == pytest.approx([0, 0])
    assert figures.product(0.1, 0.1) < figures.product(0, 0) < figures.product(0.1, -0.1)


def test_a_random_direction_is_nearly_level() -> None:
    directions = np.random.default_rng(0).normal(size=(20_000, 650))
    cosines = abs(directions[:, 0]) / np.linalg.norm(directions, axis=1)
    assert cosines.mean() == pytest.approx(COMPUTED["0.031"], rel=0.02)
    assert round(1 / COMPUTED["0.031"]) == 32
    assert 1 / math.sqrt(2 / (math.pi * 1e6)) > 1000


def test_what_is_said_in_whole_numbers_is_right() -> None:
    X, _ = digits()
    assert X.shape == (1797, 64)
    assert (64 + 1) * 10 == 650
    assert 1347 + 450 == 1797
    assert len(str(math.factorial(100))) == 158


def test_the_trained_weights_lie_near_the_bottom_of_the_slices() -> None:
    for kind in ("one", "hinge", "softmax"):
        values = figures.cut(kind)
        assert values[30] <= min(values) + 0.05
