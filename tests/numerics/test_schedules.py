"""Schedules: their values by hand, and where they begin, turn and stay."""

from __future__ import annotations

import math

import numpy as np
import pytest

from steepest_numerics.schedules import cosine_annealing, linear_warmup, step_decay, warm_restarts


def test_step_decay_stays_the_same_between_its_falls() -> None:
    rates = [float(step_decay(0.8, epoch, drop=0.5, every=3)) for epoch in range(9)]
    assert rates == pytest.approx([0.8] * 3 + [0.4] * 3 + [0.2] * 3, rel=1e-15)
    assert step_decay(0.1, 25) == 0.025


def test_cosine_annealing_begins_high_passes_the_middle_and_stays_low() -> None:
    assert cosine_annealing(0, 100, 0.1, 0.001) == 0.1
    assert cosine_annealing(50, 100, 0.1, 0.001) == pytest.approx(0.0505, rel=1e-15)
    assert cosine_annealing(25, 100, 1.0) == pytest.approx((2 + math.sqrt(2)) / 4, rel=1e-15)
    assert {float(cosine_annealing(step, 100, 0.1, 0.001)) for step in (100, 101, 1000)} == {0.001}


def test_warm_restarts_leap_up_where_a_period_ends() -> None:
    rates = [float(warm_restarts(step, first=2, factor=2, lr_max=1.0)) for step in range(15)]
    assert [step for step, rate in enumerate(rates) if rate == 1] == [0, 2, 6, 14]
    assert (np.diff(rates[6:14]) < 0).all()


@pytest.mark.parametrize(("step", "first", "factor"), [(121, 1, 3), (7, 1, 1), (1023, 1, 2), (3906, 1, 5)])
def test_warm_restarts_count_in_whole_numbers(step: int, first: int, factor: int) -> None:
    assert warm_restarts(step, first, factor, 0.5) == 0.5


def test_warmup_reaches_the_full_rate_in_its_last_step_and_stays_there() -> None:
    assert [linear_warmup(step, 5, 2.0) for step in range(7)] == pytest.approx([0.4, 0.8, 1.2, 1.6, 2.0, 2.0, 2.0])
    assert [linear_warmup(step, 0, 2.0) for step in range(2)] == [2.0, 2.0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.longdouble])
def test_rates_keep_their_type(dtype: type) -> None:
    high, low = dtype(0.1), dtype(0.001)
    for rate in (
        step_decay(high, 12),
        cosine_annealing(3, 7, high, low),
        warm_restarts(30, 7, 2, high, low),
        linear_warmup(2, 5, high),
    ):
        assert isinstance(rate, dtype)


def test_extended_precision_is_more_precise() -> None:
    exact = warm_restarts(4, 3, 2, np.longdouble(1), np.longdouble(0))  # a sixth of the second period
    assert abs(exact - (2 + np.sqrt(np.longdouble(3))) / 4) < np.finfo(np.float64).eps / 8
