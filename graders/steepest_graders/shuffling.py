"""Is one order of rows, cut into batches, still much like another?

A right program may draw any order, so none can be called wrong for certain. But an order is not random if it keeps
what a random one keeps with next to no probability. Only which rows share a batch is looked at, for a program may
sort the rows of a batch. The bounds hold for `ROWS` rows in batches of `BATCH_SIZE`, whatever the other order is, as
long as all orders are equally likely; together they are below 2e-12 for each pair of orders:

- m of the 10 batches hold four rows that were neighbours, in a circle: the expected number of such choices of m
  batches is at most C(10, m) 40^m 4!^m (40 - 4m)! / 40!, which is 7e-13 for m = 5;
- k of the 40 rows come in the batch in which they were, or less than two places from it: the expected number of
  such choices of k rows is c (40 - k)! / 40!, c being the coefficient of x^k in the 10th power of the sum over j of
  C(4, j) 6! / (6 - j)! x^j: a batch takes j of the 6 rows of its surroundings. It is 1e-12 for k = 30.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

ROWS, BATCH_SIZE = 40, 4
NEIGHBOURING, NEAR = 5, 30
ALL_BUT_A_FEW = 8  # of the 10 batches

Order = Sequence[int]


class Likeness(StrEnum):
    """What an order has kept of another, the closest first."""

    SAME = "same"
    ROTATED = "rotated"  # begun elsewhere
    REVERSED = "reversed"
    SAME_BATCHES_INSIDE = "same batches inside"  # whole batches were moved
    SAME_BATCHES = "same batches"  # of the same rows, in another order
    NEAR = "near"  # most rows are still about where they were
    NEIGHBOURS = "neighbours"  # many batches hold rows that were neighbours
    NONE = "none"


def likeness(order: Order, other: Order) -> Likeness:
    """What `order` has kept of `other`: two orders of the numbers 0 to `ROWS` - 1.

    Raises ValueError for orders of other lengths, for which the bounds would not hold.
    """
    if sorted(order) != list(range(ROWS)) or sorted(other) != list(range(ROWS)):
        raise ValueError(f"the orders are not of {ROWS} rows")
    places = np.argsort(np.asarray(other))[np.asarray(order)]  # where each row stood before
    return _of_the_whole(places) or _of_batches(places.reshape(-1, BATCH_SIZE)) or Likeness.NONE


def _of_the_whole(places: np.ndarray) -> Likeness | None:
    steps = np.diff(places) % ROWS
    if (steps == 1).all():
        return Likeness.SAME if places[0] == 0 else Likeness.ROTATED
    return Likeness.REVERSED if (steps == ROWS - 1).all() else None


def _of_batches(batches: np.ndarray) -> Likeness | None:
    same = np.ptp(batches // BATCH_SIZE, axis=1) == 0
    if same.sum() >= ALL_BUT_A_FEW:
        inside = (np.diff(batches[same], axis=1) == 1).all(axis=1)
        return Likeness.SAME_BATCHES_INSIDE if inside.sum() >= ALL_BUT_A_FEW else Likeness.SAME_BATCHES
    starts = np.arange(0, ROWS, BATCH_SIZE)[:, np.newaxis]
    if ((starts - 1 <= batches) & (batches <= starts + BATCH_SIZE)).sum() >= NEAR:
        return Likeness.NEAR
    neighbouring = [any(np.ptp((batch + shift) % ROWS) < BATCH_SIZE for shift in (0, BATCH_SIZE)) for batch in batches]
    return Likeness.NEIGHBOURS if sum(neighbouring) >= NEIGHBOURING else None
