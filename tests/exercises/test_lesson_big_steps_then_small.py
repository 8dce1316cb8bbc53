"""The numbers of the lesson on schedules and clipping."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pytest

from steepest_exercises.figures import schedules as figures
from steepest_numerics.clipping import clip_by_global_norm, clip_by_value
from steepest_numerics.schedules import cosine_annealing, linear_warmup, step_decay, warm_restarts

FAST = figures.distances(lambda _: figures.FAST)
EXACT = figures.distances(lambda _: figures.EXACT, 400)
SMALL = [np.array([3.0, 4.0])]
UNEQUAL = [np.array([0.1, 100.0])]
PAIR = [np.array([6.0, 8.0]), np.array([24.0])]

COMPUTED = {
    "0.656": FAST[5],
    "0.577": FAST[100],
    "0.160": EXACT[-1],
    "7.738": EXACT[5],
    "0.025": step_decay(0.1, 25),
    "0.099": 0.1 - 0.001,
    "0.0505": cosine_annealing(50, 100, 0.1, 0.001),
    "0.0855": cosine_annealing(25, 100, 0.1, 0.001),
    "0.0155": cosine_annealing(75, 100, 0.1, 0.001),
    "0.15": linear_warmup(2, 4, 0.2),
    "0.2": linear_warmup(3, 4, 0.2),
    "0.0007": 1 / math.sqrt(512 * 4000),
    "0.00003": 0.9**100,
    "0.6": clip_by_global_norm(SMALL, 1.0)[0][0][0],
    "0.8": clip_by_global_norm(SMALL, 1.0)[0][0][1],
    "0.001": clip_by_global_norm(UNEQUAL, 1.0)[0][0][0],
    "0.1": clip_by_value(UNEQUAL, 1.0)[0][0],
    "0.192": clip_by_global_norm(PAIR, 5.0)[0][0][0] / 6,
    "0.17": EXACT[100],
    "0.16": figures.distances(figures.switched)[75],
    "0.12": 3 / 25,
    "0.429": 3 / 7,
}
GIVEN = {"0.5", "0.05", "0.9", "1.1", "1.2", "2.5", "1.08", "1.05", "5.3"}  # the last one a section


def test_every_decimal_number_is_accounted_for(
    account: Callable[[str, Mapping[str, Any], Collection[str]], None],
) -> None:
    account("big-steps-then-small", COMPUTED, GIVEN)


def test_a_rate_that_is_lowered_is_both_fast_and_exact() -> None:
    lowered = figures.distances(figures.switched)
    assert lowered[5] == FAST[5]
    assert lowered[-1] < EXACT[100] < FAST[100]
    assert FAST[5] < 0.7


def test_the_typical_distance_is_that_of_many_walks() -> None:
    rng = np.random.default_rng(0)
    w = np.full(20_000, figures.START)
    for _ in range(5):
        w = w - figures.FAST * (w + rng.standard_normal(w.shape))
    assert np.sqrt(np.mean(w**2)) == pytest.approx(FAST[5], rel=0.02)


def test_the_falls_and_the_restarts_come_when_they_are_said_to() -> None:
    assert [step_decay(0.1, epoch) for epoch in (0, 9, 10)] == [0.1, 0.1, 0.05]
    assert [step for step in range(70) if warm_restarts(step, 10, 2, 0.1) == 0.1] == [0, 10, 30]
    assert [linear_warmup(step, 4, 0.2) for step in range(4)] == pytest.approx([0.05, 0.1, 0.15, 0.2])


def test_repeated_factors_explode_or_vanish() -> None:
    assert round(1.1**100) == 13_781
    assert round(1.2**50, -2) == 9100
    assert figures.cliff_gradient(1.2) == pytest.approx(3_450_000_000, rel=1e-3)
    assert figures.railed(1.2, 20)[-1] == pytest.approx(1)


def test_by_norm_keeps_the_direction_and_by_value_does_not() -> None:
    assert clip_by_value(SMALL, 1.0)[0].tolist() == [1, 1]
    clipped, norm = clip_by_global_norm(PAIR, 5.0)
    assert norm == 26
    assert clipped[0][0] / clipped[1][0] == pytest.approx(6 / 24)
    apart = [clip_by_global_norm([gradient], 5.0)[0][0].tolist() for gradient in PAIR]
    assert apart == [[3, 4], [5]]
    by_norm, by_value = clip_by_global_norm(UNEQUAL, 1.0)[0][0], clip_by_value(UNEQUAL, 1.0)[0]
    assert (by_norm[1].round(3), by_value[1]) == (1, 1)
    assert by_norm[0] / by_norm[1] == pytest.approx(0.001)
    assert by_value[0] / by_value[1] == pytest.approx(0.1)
