"""The numbers of the lesson on gradients."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pytest

from steepest_exercises.figures import gradients as figures
from steepest_numerics.gradients import numerical_gradient, relative_error
from steepest_numerics.losses import svm_gradient

COMPUTED = {
    "0.15": 0.01 * figures.rise(math.degrees(math.atan2(9, 12))),
    "6.01": (3.01**2 - 9) / 0.01,
    "0.61": (2.1**3 - 8) / 0.1 - 12,
    "0.0601": (2.01**3 - 8) / 0.01 - 12,
    "0.006": (2.001**3 - 8) / 0.001 - 12,
    "3.9": (2.4**2 - 1.5**2) / 0.9,
    "3.0": 2 * 1.5,
    "0.06": 0.1 * 3 / 5,
    "0.08": 0.1 * 4 / 5,
    "0.0707": 0.1 / math.sqrt(2),
    "0.5": 0.1 * 5,
    "10.1": (5.1**2 - 25) / 0.1,
    "9.9": (25 - 4.9**2) / 0.1,
    "5.05": (5.1**2 - 25) / 0.2,
    "1.01": 5.1**2 - 25,
    "26.01": 5.1**2,
    "260.1": 5.1**2 / 0.1,
    "0.333": relative_error([1.0], [2.0]),
}
GIVEN = {"0.01", "0.1", "3.2", "5.1", "1.7", "2.0", "1.2", "4.9", "5.7"}  # section 5.7 of a book


def test_every_decimal_number_is_accounted_for(
    account: Callable[[str, Mapping[str, Any], Collection[str]], None],
) -> None:
    account("measuring-a-slope", COMPUTED, GIVEN)


def test_the_gradient_is_the_steepest_direction() -> None:
    gradient = numerical_gradient(lambda w: w[0] ** 2 * w[1], np.array([3.0, 2.0]))
    assert gradient == pytest.approx(figures.GRADIENT)
    steepest = max(np.linspace(0, 360, 36001), key=lambda degrees: figures.rise(float(degrees)))
    assert steepest == pytest.approx(36.87, abs=0.01)
    assert figures.rise(float(steepest)) == pytest.approx(15)


def test_the_errors_fall_and_rise_as_the_figure_shows() -> None:
    def best(kind: str) -> tuple[float, float]:
        return min((figures.error(kind, 10.0**power), power) for power in np.linspace(-14, -1, 53))

    assert best("forward")[1] == pytest.approx(-8, abs=1)
    assert best("central")[1] == pytest.approx(-5, abs=1)
    assert best("central")[0] < 1e-10 < best("forward")[0] < 1e-7
    assert figures.error("forward", 1e-13) > 1e-5


def test_the_exponential_errs_as_told() -> None:
    h = 1e-5
    assert f"{abs((math.exp(1 + h) - math.e) / h / math.e - 1):.0e}" == "5e-06"
    assert f"{abs((math.exp(1 + h) - math.exp(1 - h)) / (2 * h) / math.e - 1):.0e}" == "2e-11"


def test_the_costs_are_as_told() -> None:
    calls = 0

    def count(w: Any) -> float:
        nonlocal calls
        calls += 1
        return float(np.sum(w))

    numerical_gradient(count, np.zeros(7))
    assert calls == 2 * 7
    assert (3072 + 1) * 10 == 30_730
    assert 2 * 30_730 == 61_460


@pytest.mark.parametrize(
    ("scores", "label", "slope"), [([3.2, 5.1, -1.7], 0, [-1, 1, 0]), ([0.5, 2.0, 1.2], 2, [1, 1, -2])]
)
def test_the_slope_of_the_hinge_is_a_count(scores: list[float], label: int, slope: list[int]) -> None:
    assert svm_gradient([scores], [[1.0]], [label])[0].tolist() == slope


def test_the_step_with_equal_shares_falls_less() -> None:
    gradient = np.array([3.0, -4.0])
    assert gradient @ [-0.06, 0.08] == pytest.approx(-0.5)
    assert -0.5 < gradient @ [-0.0707, 0.0707] < -0.49
    assert gradient @ [0.08, 0.06] == pytest.approx(0)
