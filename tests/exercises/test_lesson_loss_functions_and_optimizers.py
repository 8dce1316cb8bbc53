"""The numbers of the overview lesson."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pytest

from steepest.course import Course
from steepest_exercises.figures import overview
from steepest_graders import LANGUAGES
from steepest_numerics.activations import softmax
from steepest_numerics.gradients import numerical_gradient
from steepest_numerics.losses import cross_entropy, mse, mse_gradient
from steepest_numerics.optimizers import SGD, Adam, mini_batches

X, Y = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])
E, H = math.e, 1e-5
P = 1 / (1 + math.exp(5))  # a sigmoid unit at z = -5


def descend(lr: float, steps: int) -> float:
    """The weight after some steps on the worked example."""
    w = np.array([0.0])
    for _ in range(steps):
        w = SGD(lr=lr).step([w], [np.array([np.sum(mse_gradient(w * X, Y) * X)])])[0]
    return float(w[0])


def loss_at(w: float) -> float:
    return float(mse(w * X, Y))


def slope_at(w: float) -> float:
    return float(numerical_gradient(lambda v: loss_at(float(v[0])), np.array([w]))[0])


def adam_first_step(lr: float, gradient: float) -> float:
    return -float(Adam(lr=lr).step([np.array([0.0])], [np.array([gradient])])[0][0])


def entropy(*shares: float) -> float:
    return -sum(share * math.log(share) for share in shares)


COMPUTED = {
    "0.125": overview.huber(0.5),
    "9.5": overview.huber(10),
    "0.01005": -math.log(0.99),
    "2.303": float(cross_entropy(np.zeros((1, 10)), np.array([0]))),
    "0.010": -math.log(0.99),
    "0.665": softmax(np.array([2.0, 1.0, 0.0]))[0],
    "0.245": softmax(np.array([2.0, 1.0, 0.0]))[1],
    "0.090": softmax(np.array([2.0, 1.0, 0.0]))[2],
    "0.4076": float(cross_entropy(np.array([[2.0, 1.0, 0.0]]), np.array([0]))),
    "0.0067": P,
    "0.987": (P - 1) ** 2,
    "0.0132": -2 * (P - 1) * P * (1 - P),
    "0.993": 1 - P,
    "2.9": 5.1 - 3.2 + 1,
    "0.325": entropy(0.9, 0.1),
    "18.667": -slope_at(0),
    "0.18667": descend(0.01, 1),
    "15.345": loss_at(descend(0.01, 1)),
    "9.333": -slope_at(0) / 2,
    "0.0933": -0.01 * slope_at(0) / 2,
    "0.10714": 3 / 28,
    "0.2143": 3 / 14,
    "1.087": descend(0.01, 8),
    "2.000": descend(0.1, 8),
    "1.031": -descend(0.22, 8),
    "1.9": 0.9 * 1 + 1,
    "2.71": 0.9 * 1.9 + 1,
    "0.05": 0.1 / math.sqrt(4),
    "0.5": (1 - 0.9) * 5,
    "0.025": (1 - 0.999) * 5**2,
    "0.00316": 0.001 * 0.5 / math.sqrt(0.025),
    "0.005": 0.001 * 5,
    "2.557": overview.valley(overview.path("path-descent")[-1]),
    "0.107": overview.valley(overview.path("path-momentum")[-1]),
    "0.799": overview.valley(overview.path("path-adam")[-1]),
    "0.0505": 0.001 + (0.1 - 0.001) * (1 + math.cos(math.pi / 2)) / 2,
    "0.6": 3 / 5,
    "0.8": 4 / 5,
}
GIVEN = {"0.01", "0.1", "0.2", "0.22", "0.9", "0.999", "0.001", "1.5", "3.2", "5.1", "1.7"}
QUOTED = {"15.5", "21.4"}  # CS231n's notes on CIFAR-10, named in the text as theirs


def test_every_decimal_number_is_accounted_for(
    account: Callable[[str, Mapping[str, Any], Collection[str]], None],
) -> None:
    account("loss-functions-and-optimizers", COMPUTED, GIVEN | QUOTED)


def test_what_the_overview_says_in_whole_numbers_is_right() -> None:
    assert mse(np.array([3.0, 5.0]), np.array([1.0, 1.0])) == 10
    assert round(math.log(0.1) / math.log(0.99)) == 229
    assert round((1 - P) / (2 * (1 - P) * P * (1 - P))) == 75
    assert sum(1 for _ in mini_batches(np.zeros(60_000), np.zeros(60_000), 256, np.random.default_rng(0))) == 235
    assert 1.5**50 > 6e8
    assert sum(0.9**step for step in range(500)) == pytest.approx(10)  # the velocity under a slope of 1
    assert adam_first_step(0.001, 5.0) == pytest.approx(adam_first_step(0.001, 50.0)) == pytest.approx(0.001)
    assert 0.1 * 0.5 ** (25 // 10) == 0.025
    assert max(0, -1.7 - 3.2 + 1) == 0
    assert math.hypot(3, 4) == 5
    assert overview.VALLEY[1] / overview.VALLEY[0] == 40


def test_the_table_of_instructions_is_what_the_machine_does(course: Course) -> None:
    error = 0 * X - Y
    assert error.tolist() == [-2, -4, -6]
    assert (error * X).tolist() == [-2, -8, -18]
    assert np.sum(error * X) == -28
    lesson = course.lessons["loss-functions-and-optimizers"]
    for language in LANGUAGES:
        assert all(
            cell in lesson.source.in_language(language) for cell in ("| −2, −4, −6 |", "| −2, −8, −18 |", "| −28 |")
        )


def test_the_bowl_is_the_loss_and_its_rates_are_as_told() -> None:
    for w in (-1.0, 0.0, 1.5, 2.0, 5.0):
        assert loss_at(w) == pytest.approx(14 / 3 * (w - 2) ** 2)
        assert slope_at(w) == pytest.approx(28 / 3 * (w - 2), abs=1e-8)
    assert descend(3 / 28, 1) == pytest.approx(2)
    assert abs(descend(0.2, 9) - 2) < abs(descend(0.2, 8) - 2)
    assert (descend(0.2, 9) - 2) * (descend(0.2, 8) - 2) < 0
    assert abs(descend(3 / 14, 9) - 2) == pytest.approx(abs(descend(3 / 14, 8) - 2))
    assert abs(descend(0.22, 9) - 2) > abs(descend(0.22, 8) - 2)


def test_differences_err_as_told() -> None:
    def forward(h: float) -> float:
        return (math.exp(1 + h) - E) / h - E

    def central(h: float) -> float:
        return (math.exp(1 + h) - math.exp(1 - h)) / (2 * h) - E

    assert forward(1e-3) / forward(1e-4) == pytest.approx(10, rel=0.01)
    assert central(1e-2) / central(1e-3) == pytest.approx(100, rel=0.01)


def test_an_array_of_integers_rounds_the_nudge_away() -> None:
    nudged = np.array([1, 2])
    nudged[0] = nudged[0] + H
    assert nudged.tolist() == [1, 2]


def test_a_hundred_examples_are_ten_times_as_exact_as_one() -> None:
    noise = np.random.default_rng(1).normal(size=(20_000, 100))
    assert noise[:, 0].std() / noise.mean(axis=1).std() == pytest.approx(10, rel=0.05)


def test_the_squared_error_of_a_probability_loses_its_slope_and_cross_entropy_does_not() -> None:
    def sigmoid(z: float) -> float:
        return 1 / (1 + math.exp(-z))

    squared = numerical_gradient(lambda z: (sigmoid(float(z[0])) - 1) ** 2, np.array([-5.0]))
    entropy = numerical_gradient(lambda z: -math.log(sigmoid(float(z[0]))), np.array([-5.0]))
    assert float(squared[0]) == pytest.approx(-0.0132, abs=5e-5)
    assert float(entropy[0]) == pytest.approx(-0.993, abs=5e-4)
