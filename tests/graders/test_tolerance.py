"""No right answer fails, no wrong one passes: the two rules, on functions whose errors are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from steepest_graders.comparison import Kind, compare
from steepest_graders.differences import gradient_interval
from steepest_graders.tolerance import Leaf, expect
from steepest_numerics import losses

FINITE = st.floats(-1e6, 1e6, allow_subnormal=False)


def expected_mse(p: np.ndarray, t: np.ndarray) -> Leaf:
    leaf = expect(lambda inputs: losses.mse(*inputs), (p, t))
    assert isinstance(leaf, Leaf)
    return leaf


@given(npst.arrays(np.float64, st.integers(1, 40), elements=FINITE), st.integers(0, 2**32 - 1))
def test_any_order_of_summation_is_right(p: np.ndarray, seed: int) -> None:
    t = np.random.default_rng(seed).normal(size=p.shape)
    leaf = expected_mse(p, t)
    square = (p - t) ** 2
    for answer in (
        square.mean(),
        sum(square.tolist()) / p.size,
        sum(square[::-1].tolist()) / p.size,
        np.dot(p - t, p - t) / p.size,
    ):
        assert compare(answer, leaf) is None


def test_single_precision_is_right_for_single_precision_inputs_alone() -> None:
    rng = np.random.default_rng(1)
    p, t = rng.normal(size=(3, 5)), rng.normal(size=(3, 5))
    p32, t32 = p.astype(np.float32), t.astype(np.float32)
    in_single = np.mean((p32 - t32) ** 2)
    assert compare(in_single, expected_mse(p32, t32)) is None
    assert compare(in_single, expected_mse(p, t)) is not None


def test_cancellation_at_a_large_offset_is_wrong() -> None:
    rng = np.random.default_rng(2)
    p, t = 1e6 + rng.normal(size=8), 1e6 + rng.normal(size=8)
    expanded = np.mean(p**2 - 2 * p * t + t**2)
    mismatch = compare(expanded, expected_mse(p, t))
    assert mismatch is not None
    assert mismatch.excess > 100
    assert compare(np.mean((p - t) ** 2), expected_mse(p, t)) is None


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (None, Kind.TYPE, "`return`"),
        (True, Kind.TYPE, "truth value"),
        ("10.0", Kind.TYPE, "string"),
        (10 + 0j, Kind.TYPE, "complex"),
        (np.array([10.0]), Kind.SHAPE, "one element"),
        (np.full((2, 2), 10.0), Kind.SHAPE, "(2, 2)"),
        (float("nan"), Kind.NON_FINITE, "NaN"),
        (float("inf"), Kind.NON_FINITE, "infinite"),
        (10.000001, Kind.VALUE, "wrong"),
    ],
)
def test_what_is_wrong_is_said_before_values_are_compared(answer: object, kind: Kind, said: str) -> None:
    mismatch = compare(answer, expected_mse(np.array([3.0, 5.0]), np.array([1.0, 1.0])))
    assert mismatch is not None
    assert mismatch.kind is kind
    assert said in mismatch.message.en
    assert mismatch.message.zh


@pytest.mark.parametrize(
    "answer",
    [10.0, 10, np.float64(10), np.float32(10), np.array(10.0), np.longdouble(10)],
    ids=lambda x: type(x).__name__,
)
def test_every_kind_of_number_is_a_number(answer: object) -> None:
    assert compare(answer, expected_mse(np.array([3.0, 5.0]), np.array([1.0, 1.0]))) is None


@pytest.mark.parametrize("answer", [np.array([1.0, np.nan]), [float("nan"), 2.0], np.array([np.inf, 2.0]), [1, 3]])
def test_where_integers_are_expected_nothing_else_passes(answer: object) -> None:
    leaf = Leaf(np.array([1, 2]), np.full(2, 1e-9))
    assert compare([1.0, 2], leaf) is None
    assert compare(answer, leaf) is not None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (np.array([True, False]), "an array of truth values (booleans) where an array of numbers was"),
        (np.array([1j, 2.0]), "an array of complex numbers where an array of numbers was"),
        (np.array(True), "a truth value where"),
        (np.complex64(1j), "a complex number where"),
    ],
)
def test_what_an_array_holds_is_said_where_it_holds_no_numbers(answer: object, said: str) -> None:
    mismatch = compare(answer, Leaf(np.array([1.0, 2.0]), np.zeros(2)))
    assert mismatch is not None
    assert said in mismatch.message.en


def test_keys_that_a_program_chose_steer_nothing() -> None:
    mismatch = compare({"\u202e\x1b[2J": 1.0}, {"w": Leaf(np.array(1.0), np.array(0.0))})
    assert mismatch is not None
    assert "\\u202e\\x1b[2J" in mismatch.message.en


def test_lists_are_arrays_where_arrays_are_expected() -> None:
    leaf = Leaf(np.array([1.0, 2.0], np.longdouble), np.zeros(2))
    assert compare([1.0, 2.0], leaf) is None
    ragged = compare([[1.0], 2.0], leaf)
    assert ragged is not None
    assert ragged.kind is Kind.TYPE


@settings(max_examples=50)
@given(npst.arrays(np.float64, st.integers(1, 6), elements=st.floats(-50, 50)), st.sampled_from([1 + 1e-5, -1, 2, 0.5]))
def test_the_difference_rule_takes_the_gradient_and_no_multiple_of_it(x: np.ndarray, factor: float) -> None:
    t = np.linspace(-60.5, 60.5, x.size)
    gradient = 2 * (x - t) / x.size
    interval = gradient_interval(lambda p: np.mean((p - t) ** 2), x)
    assert (interval.beyond(gradient) <= interval.margin).all()
    wrong = gradient * factor
    largest = np.argmax(abs(gradient))
    if abs(gradient[largest]) > 1:
        assert interval.beyond(wrong)[largest] > interval.margin[largest]


def test_any_subgradient_is_right_at_a_kink() -> None:
    interval = gradient_interval(lambda x: np.abs(x).sum(), np.array([0.0, 1.0]))
    for slope in (-1.0, 0.3, 1.0):
        beyond = interval.beyond(np.array([slope, 1.0]))
        assert (beyond < interval.margin / 4).all(), "with as much room as a smooth function leaves"
    assert interval.beyond(np.array([1.001, 0.999])).min() > 10 * interval.margin.max()
