"""The numbers of the lesson that puts everything together."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pytest

from steepest_exercises.figures import together as figures
from steepest_numerics.losses import svm_loss
from steepest_numerics.networks import two_layer_gradients, two_layer_loss

SEEN, NEW = figures.split()
RUNS = figures.runs()
FEW, FEW_LOSSES = figures.few()
TEN, TEN_LOSSES = figures.train(SEEN.first(10), 20)


def first_loss(scale: float) -> float:
    """Of the network before any step, its random weights `scale` times as large."""
    weights = {name: scale * value for name, value in figures.start(np.random.default_rng(0)).items()}
    return float(two_layer_loss(weights, *SEEN))


COMPUTED = {
    "2.303": math.log(10),
    "14.6": first_loss(5.0),
    "2.257": RUNS["low"][0].seen,
    "1.399": RUNS["low"][-1].seen,
    "1.4": RUNS["low"][-1].seen,
    "0.5": RUNS["right"][1].seen,
    "0.03": RUNS["right"][-1].seen,
    "1.981": TEN_LOSSES[0].seen,
    "0.009": TEN_LOSSES[-1].seen,
    "2.260": RUNS["labels"][-1].seen,
    "2.26": RUNS["labels"][-1].seen,
    "2.306": RUNS["labels"][0].new,
    "2.437": RUNS["labels"][-1].new,
    "2.3": math.log(10),
    "0.010": FEW_LOSSES[-1].seen,
    "0.291": FEW_LOSSES[-1].new,
    "0.29": FEW_LOSSES[-1].new,
    "90.7": 100 * figures.share_right(FEW, NEW),
}
GIVEN = {"0.1", "0.001", "5.0", "0.14", "0.0001", "0.002"}  # rates, quotations, what a question supposes


def test_every_decimal_number_is_accounted_for(
    account: Callable[[str, Mapping[str, Any], Collection[str]], None],
) -> None:
    account("reading-digits", COMPUTED, GIVEN)


def test_the_first_losses_are_those_of_knowing_nothing() -> None:
    assert svm_loss(np.zeros((64, 10)), *SEEN) == pytest.approx(9)
    assert first_loss(1.0) == pytest.approx(math.log(10), abs=0.02)


def test_from_zeros_only_the_last_biases_learn() -> None:
    params, losses = figures.train(SEEN, 20, scale=0.0)
    assert losses[-1].seen == pytest.approx(2.303, abs=0.0005)
    assert [name for name, value in params.items() if value.any()] == ["b2"]


def test_units_that_begin_alike_stay_alike() -> None:
    alike = {"W1": np.full((64, 3), 0.1), "b1": np.zeros(3), "W2": np.full((3, 10), 0.1), "b2": np.zeros(10)}
    gradients = two_layer_gradients(alike, *SEEN)
    assert np.ptp(gradients["W1"], axis=1).max() == pytest.approx(0)
    assert gradients["W1"].any()


def test_the_runs_go_as_they_are_told() -> None:
    guessing = math.log(10)
    assert max(losses.seen for losses in RUNS["high"]) > guessing > min(losses.seen for losses in RUNS["high"])
    assert all(losses.seen < guessing + 0.01 for losses in RUNS["labels"])
    assert figures.share_right(TEN, SEEN.first(10)) == 1
    assert figures.share_right(FEW, SEEN.first(figures.FEW)) == 1
    assert FEW_LOSSES[29].new == pytest.approx(FEW_LOSSES[-1].new, abs=0.001)


def test_the_network_has_as_many_weights_as_it_is_said() -> None:
    assert sum(value.size for value in figures.start(np.random.default_rng(0)).values()) == 2410
    assert 65 * 10 == 650
