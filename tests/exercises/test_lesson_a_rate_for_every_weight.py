"""The numbers of the lesson on adaptive optimisers."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pytest

from steepest_exercises.figures import adaptive as figures
from steepest_exercises.figures.overview import valley
from steepest_numerics.optimizers import AdaGrad, Adam, AdamW, RMSProp

ADAGRAD = figures.moves(AdaGrad(lr=0.1), [1.0] * 4)


def end(name: str) -> float:
    """The loss after a walk."""
    return valley(np.asarray(figures.walk(name)[-1], dtype=np.float64))


def decayed(decay: float) -> float:
    """A weight of 2 without a gradient of its own, after a step of AdamW."""
    optimiser = AdamW(lr=0.1, weight_decay=decay)
    return float(optimiser.step([np.array([2.0])], [np.array([0.0])])[0][0])


COMPUTED = {
    "0.0707": ADAGRAD[1],
    "0.0577": ADAGRAD[2],
    "0.05": ADAGRAD[3],
    "0.001": figures.moves(Adam(lr=0.001), [5.0])[0],
    "3.162": figures.moves(RMSProp(lr=1.0, rho=0.9), [1.0])[0],
    "3.16": figures.uncorrected(1, 1.0, 5.0)[0],
    "0.5": 0.1 * 5,
    "0.025": 0.001 * 25,
    "0.00316": figures.uncorrected(1, 0.001, 5.0)[0],
    "0.0316": 0.001 * 5 / math.sqrt(0.025),
    "0.0001": 0.001 * 0.5 / 5,
    "0.005": 0.001 * 5,
    "1.902": end("valley-adagrad"),
    "0.322": end("valley-rmsprop"),
    "0.799": end("valley-adam"),
    "1.9": 2 - figures.moves(Adam(lr=0.1), [0.2])[0],
    "1.98": decayed(0.1),
    "1.9998": decayed(0.001),
    "0.4": 0.1 * 4,
    "0.08": figures.moves(AdaGrad(lr=0.1), [3.0, 4.0])[1],
    "0.016": 0.1 * 4 / 25,
    "0.0571": 0.1 * 4 / 7,
    "0.00002": 0.001 * 0.02,
}
GIVEN = {"0.1", "0.9", "0.99", "0.999", "0.2", "0.002", "0.02", "6.5"}  # a lecture's number


def test_every_decimal_number_is_accounted_for(
    account: Callable[[str, Mapping[str, Any], Collection[str]], None],
) -> None:
    account("a-rate-for-every-weight", COMPUTED, GIVEN)


def test_adagrad_is_free_of_scale_and_counts_magnitude() -> None:
    assert figures.moves(AdaGrad(lr=0.1), [100.0] * 4) == pytest.approx(ADAGRAD)
    often = figures.moves(AdaGrad(lr=0.1), [1.0] * 100 + [1.0])[-1]
    once = figures.moves(AdaGrad(lr=0.1), [10.0, 1.0])[-1]
    assert often == pytest.approx(once)
    assert figures.moves(AdaGrad(lr=0.1), [1.0] * 10_000)[-1] == pytest.approx(0.001)


def test_rmsprop_settles_at_the_rate_after_a_bold_start() -> None:
    steps = figures.moves(RMSProp(lr=1.0, rho=0.9), [1.0] * 60)
    assert steps[29] == pytest.approx(1, abs=0.03)
    assert figures.moves(RMSProp(lr=1.0, rho=0.99), [1.0])[0] == pytest.approx(10)


def test_without_correction_the_first_steps_are_three_to_six_times_too_long() -> None:
    raw = figures.uncorrected(100, 1.0, 5.0)
    assert 6 < max(raw) < 7
    assert raw[-1] > 3
    assert figures.moves(Adam(lr=1.0), [5.0] * 100) == pytest.approx([1.0] * 100)


def test_decay_in_the_gradient_is_rescaled_away() -> None:
    for decay in (0.1, 0.001):
        assert figures.moves(Adam(lr=0.1), [2 * decay])[0] == pytest.approx(0.1, rel=1e-4)
