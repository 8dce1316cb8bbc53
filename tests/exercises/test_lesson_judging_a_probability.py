"""The numbers of the lesson on classification losses."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pytest

from steepest_exercises.figures import classification as figures
from steepest_numerics.activations import sigmoid, softmax
from steepest_numerics.losses import binary_cross_entropy, cross_entropy, cross_entropy_gradient, svm_loss

LOGITS = [[2.0, 1.0, 0.0]]
P = float(sigmoid([-5.0])[0])
COMPUTED = {
    "0.01005": -math.log(0.99),
    "0.105": binary_cross_entropy([0.9], [1]),
    "0.693": -math.log(0.5),
    "2.303": cross_entropy(np.zeros((1, 10)), [0]),
    "4.605": -math.log(0.01),
    "0.45": 0.9 * 0.5,
    "0.799": -math.log(0.45),
    "0.500": binary_cross_entropy([0.8], [0.8]),
    "88.1": 100 * sigmoid([2.0])[0],
    "0.67": 100 * P,
    "0.0067": P,
    "7.389": math.exp(2),
    "2.718": math.e,
    "0.665": softmax(LOGITS)[0, 0],
    "0.245": softmax(LOGITS)[0, 1],
    "0.090": softmax(LOGITS)[0, 2],
    "0.4076": cross_entropy(LOGITS, [0]),
    "1.4076": cross_entropy(LOGITS, [1]),
    "2.4076": cross_entropy(LOGITS, [2]),
    "2.0307": cross_entropy(LOGITS, [1]) / math.log(2),
    "1.2177": cross_entropy(softmax(LOGITS), [1]),
    "20.7": -math.log(1e-9),
    "0.23": math.log(10) / 10,
    "0.335": 1 - softmax(LOGITS)[0, 0],
    "0.0132": figures.slope(figures.squared, -5),
    "0.993": figures.slope(figures.entropy, -5),
    "2.9": svm_loss([[3.2, 5.1, -1.7]], [[1.0]], [0]),
    "2.1": svm_loss([[0.5, 2.0, 1.2]], [[1.0]], [2]),
    "0.3": 0.5 - 1.2 + 1,
    "1.8": 2.0 - 1.2 + 1,
    "0.7": 1.2 - 0.5,
    "1.5": svm_loss([[4.0, 2.0, 3.5]], [[1.0]], [0]) + 1,
}
GIVEN = {"0.9", "0.5", "0.8", "3.2", "5.1", "1.7", "1.0", "4.0", "2.5", "2.0", "1.2", "3.5"}


def test_every_decimal_number_is_accounted_for(
    account: Callable[[str, Mapping[str, Any], Collection[str]], None],
) -> None:
    account("judging-a-probability", COMPUTED, GIVEN)


def test_what_is_said_in_whole_numbers_is_right() -> None:
    assert round(math.log(0.1) / math.log(0.99)) == 229
    assert round(figures.slope(figures.entropy, -5) / figures.slope(figures.squared, -5)) == 75
    assert svm_loss(np.zeros((1, 10)), [[1.0]], [3]) == 9
    assert svm_loss([[4.0, 2.0, 3.5]], [[1.0]], [0]) == 0.5
    assert svm_loss([[1.0, 4.0, 2.5]], [[1.0]], [1]) == 0
    assert cross_entropy([[0.0, -1000.0]], [1]) == 1000
    assert math.exp(709) < math.inf
    with np.errstate(over="ignore"):
        assert np.exp(710.0) == math.inf
    assert np.sum(cross_entropy_gradient(LOGITS, [0])) == pytest.approx(0)


def test_which_scores_are_proper() -> None:
    claims = np.linspace(0.001, 0.999, 999)

    def best(fee: Callable[[Any], Any]) -> float:
        return float(claims[np.argmin(0.7 * fee(1 - claims) + 0.3 * fee(claims))])

    assert best(np.square) == pytest.approx(0.7)
    assert best(lambda miss: -np.log(1 - miss)) == pytest.approx(0.7)
    assert best(np.abs) == pytest.approx(0.999)


def test_the_soft_label_is_cheapest_at_itself() -> None:
    claims = np.linspace(0.01, 0.99, 99)
    assert min(claims, key=lambda p: float(binary_cross_entropy([p], [0.8]))) == pytest.approx(0.8)
