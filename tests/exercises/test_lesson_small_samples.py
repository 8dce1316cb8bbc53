"""The numbers of the lesson on batches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from steepest_exercises.figures import batches as figures
from steepest_numerics.optimizers import mini_batches

GRADIENTS = [2 * x * (0 * x - y) for x, y in ((1, 2), (2, 4), (3, 6))]
COMPUTED = {"18.667": np.mean(GRADIENTS)}


def test_every_decimal_number_is_accounted_for(
    account: Callable[[str, Mapping[str, Any], Collection[str]], None],
) -> None:
    account("small-samples", COMPUTED, set())


def test_the_batches_of_the_worked_example_are_unbiased() -> None:
    assert GRADIENTS == [-4, -16, -36]
    pairs = [np.mean(pair) for pair in combinations(GRADIENTS, 2)]
    assert pairs == [-10, -20, -26]
    assert np.mean(pairs) == pytest.approx(np.mean(GRADIENTS))


def test_the_noise_falls_as_the_figure_says() -> None:
    assert [round(100 * figures.spread(size)) for size in figures.SIZES] == [857, 426, 213, 105, 53]


@pytest.mark.parametrize(("examples", "size", "steps", "last"), [(60_000, 256, 235, 96), (1000, 300, 4, 100)])
def test_an_epoch_has_so_many_steps(examples: int, size: int, steps: int, last: int) -> None:
    lengths = [len(y) for _, y in mini_batches(np.zeros(examples), np.zeros(examples), size, np.random.default_rng(0))]
    assert (len(lengths), lengths[-1]) == (steps, last)


def test_small_batches_get_further_for_the_same_work(printed: Callable[[str], str]) -> None:
    right = [int(line.split()[-2].rstrip("%")) for line in printed("small-samples").splitlines()]
    assert right == sorted(set(right))


def test_a_single_example_at_a_time_comes_near_with_a_twentieth_of_the_work() -> None:
    goal = np.polyfit(figures.points()[0][:, 0], figures.points()[1], 1)
    assert np.linalg.norm(figures.walk(1, 0.04, 120)[-1] - goal) < 0.2
    assert 120 / (200 * 12) == 1 / 20
