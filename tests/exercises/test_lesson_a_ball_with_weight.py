"""The numbers of the lesson on momentum."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pytest

from steepest_exercises.figures import momentum as figures
from steepest_exercises.figures.overview import VALLEY, valley
from steepest_numerics.optimizers import Momentum, Nesterov

STEADY = figures.velocities([1.0] * 4)
COMPUTED = {
    "0.05": 2 / VALLEY[1],
    "1.9": STEADY[1],
    "1.71": 0.9 * STEADY[1],
    "2.71": STEADY[2],
    "2.439": 0.9 * STEADY[2],
    "3.439": STEADY[3],
    "0.019": 0.01 * STEADY[1],
    "2.557": valley(np.asarray(figures.walk("valley-plain")[-1])),
    "0.301": valley(np.asarray(figures.walk("valley-ball")[-1])),
    "0.127": valley(np.asarray(figures.walk("valley-nesterov")[-1])),
    "2.5": 0.5 * figures.velocities([4.0, 2.0, 3.0], 0.5)[-1],
    "0.111": 0.1 / 0.9,
}
GIVEN = {"0.045", "0.9", "0.99", "0.5", "0.1", "0.01", "0.2", "0.3"}


def test_every_decimal_number_is_accounted_for(
    account: Callable[[str, Mapping[str, Any], Collection[str]], None],
) -> None:
    account("a-ball-with-weight", COMPUTED, GIVEN)


def test_agreement_is_amplified_and_disagreement_is_halved() -> None:
    assert figures.velocities([1.0] * 200)[-1] == pytest.approx(10)
    assert abs(figures.velocities([(-1.0) ** step for step in range(200)])[-1]) == pytest.approx(1 / 1.9)


def test_a_gradient_is_forgotten_as_told() -> None:
    assert round(math.log(0.5) / math.log(0.9)) == 7
    assert round(math.log(0.5) / math.log(0.99)) == 69
    assert abs(0.99**30 - 0.75) < 0.02


def steps(ball: Momentum | Nesterov, gradients: list[float]) -> list[float]:
    """How far a weight is moved by each."""
    at: figures.Vector = np.zeros(1)
    found = []
    for gradient in gradients:
        moved = ball.step([at], [np.array([gradient])])[0]
        found.append(float(at[0] - moved[0]))
        at = moved
    return found


def test_nesterov_has_turned_round_where_momentum_stands_still() -> None:
    assert steps(Momentum(lr=0.1, momentum=0.5), [2.0, 1.0, -1.0]) == pytest.approx([0.2, 0.2, 0.0])
    assert steps(Nesterov(lr=0.1, momentum=0.5), [2.0, 1.0, -1.0]) == pytest.approx([0.3, 0.2, -0.1])


def test_the_forms_differ_when_the_rate_changes() -> None:
    outside = Momentum(lr=0.1, momentum=0.9)
    steps(outside, [1.0])
    outside.lr = 0.01
    assert steps(outside, [1.0]) == pytest.approx([0.019])


def test_the_questions_are_answered_rightly() -> None:
    assert figures.velocities([4.0, 2.0, 3.0], 0.5)[-1] == 5
    averaged = 0.0
    for gradient, velocity in zip((4.0, 2.0, 3.0), figures.velocities([4.0, 2.0, 3.0], 0.5), strict=True):
        averaged = 0.5 * averaged + 0.5 * gradient
        assert averaged == 0.5 * velocity
