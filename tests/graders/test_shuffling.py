"""What an order of rows has kept of another: the ways in which programs shuffle too little, and random orders."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from steepest_graders.shuffling import BATCH_SIZE, ROWS, Likeness, likeness

GIVEN = np.arange(ROWS)
BLOCKS = GIVEN.reshape(-1, BATCH_SIZE)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20_261)


def test_random_orders_have_nothing_in_common(rng: np.random.Generator) -> None:
    orders = [rng.permutation(ROWS) for _ in range(2000)]
    found = {likeness(order, other) for order, other in itertools.pairwise(orders)}
    assert found == {Likeness.NONE}
    assert {likeness(order, GIVEN) for order in orders} == {Likeness.NONE}


def test_an_order_is_the_same_as_itself(rng: np.random.Generator) -> None:
    order = rng.permutation(ROWS)
    assert likeness(order, order) is Likeness.SAME


def test_an_order_begun_elsewhere_is_rotated(rng: np.random.Generator) -> None:
    order = rng.permutation(ROWS)
    assert {likeness(np.roll(order, shift), order) for shift in range(1, ROWS)} == {Likeness.ROTATED}


def test_whole_batches_that_were_moved_are_the_same_inside(rng: np.random.Generator) -> None:
    order = rng.permutation(ROWS)
    moved = rng.permutation(order.reshape(-1, BATCH_SIZE)).ravel()
    assert likeness(moved, order) is Likeness.SAME_BATCHES_INSIDE


def test_batches_shuffled_inside_hold_the_same_rows(rng: np.random.Generator) -> None:
    assert likeness(rng.permuted(BLOCKS, axis=1).ravel(), GIVEN) is Likeness.SAME_BATCHES
    assert likeness(rng.permutation(rng.permuted(BLOCKS, axis=1)).ravel(), GIVEN) is Likeness.SAME_BATCHES


def test_an_order_turned_round_is_reversed() -> None:
    assert {likeness(np.roll(GIVEN[::-1], shift), GIVEN) for shift in range(ROWS)} == {Likeness.REVERSED}


def test_pieces_of_an_order_hold_neighbours() -> None:
    pieces = np.concatenate([GIVEN[18:], GIVEN[1:18], GIVEN[:1]])
    assert likeness(pieces, GIVEN) is Likeness.NEIGHBOURS


def test_rows_that_move_a_place_stay_near() -> None:
    order = GIVEN.copy()
    order[1:-1] = order[1:-1].reshape(-1, 2)[:, ::-1].ravel()
    assert likeness(order, GIVEN) is Likeness.NEAR


def test_rows_sorted_within_random_batches_have_nothing_in_common(rng: np.random.Generator) -> None:
    orders = [np.sort(rng.permutation(ROWS).reshape(-1, BATCH_SIZE), axis=1).ravel() for _ in range(500)]
    found = {likeness(order, other) for order, other in itertools.pairwise([GIVEN, *orders])}
    assert found == {Likeness.NONE}


def test_orders_of_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="not of 40 rows"):
        likeness(range(8), range(8))
