"""Is it the gradient? Judged by differences of the function, with an error that each one estimates.

Per coordinate, in float64: central differences at h and 2h give a value by Richardson's extrapolation
(L. F. Richardson, 1911) and its own error estimate; where the one-sided slopes disagree by more than
rounding there is a kink, and any subgradient between them is right.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from steepest_graders.tolerance import Tree, leaves, map_leaves

_EPS = float(np.finfo(np.float64).eps)
RTOL = 1e-7

Array: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """The gradients that agree with the differences: from `low` to `high`, each by `margin` more.

    Away from kinks `low` equals `high`; at one they are the subgradients. `margin` is the differences' own error.
    """

    low: Array
    high: Array
    margin: Array

    @property
    def middle(self) -> Array:
        """The best estimate of the gradient; at a kink the middle of the subgradients."""
        return (self.low + self.high) / 2

    @property
    def halfwidth(self) -> Array:
        """The allowed distance from `middle`."""
        return (self.high - self.low) / 2 + self.margin

    def beyond(self, gradient: npt.NDArray[Any]) -> Array:
        """How far each element lies outside `low` to `high`."""
        outside: Array = np.maximum(np.maximum(self.low - gradient, gradient - self.high), 0.0)
        return outside


def gradient_interval(f: Callable[[Array], Any], x: npt.ArrayLike) -> Interval:
    """Where a gradient of the scalar function `f` at `x` must lie, element by element.

    Costs 4 evaluations per element and one more. `f` gets a fresh array each time.
    """
    point = np.array(x, dtype=np.float64)
    centre = float(f(point.copy()))
    low, high, margin = np.empty_like(point), np.empty_like(point), np.empty_like(point)
    for index in np.ndindex(point.shape):
        low[index], high[index], margin[index] = _slopes(f, point, index, centre)
    return Interval(low, high, margin)


def gradient_intervals(f: Callable[[Tree], Any], x: Tree) -> Tree:
    """As `gradient_interval`, for a function of several arrays or numbers in lists, tuples and dicts."""
    places = leaves(x)

    def along(number: int) -> Interval:
        return gradient_interval(
            lambda moved: f(_rebuilt(x, [*places[:number], moved, *places[number + 1 :]])), places[number]
        )

    return _rebuilt(x, [along(number) for number in range(len(places))])


def _rebuilt(tree: Tree, values: list[Any]) -> Tree:
    following = iter(values)
    return map_leaves(lambda _: next(following), tree)


def _slopes(
    f: Callable[[Array], Any],
    point: Array,
    index: tuple[int, ...],
    centre: float,
) -> tuple[float, float, float]:
    """(low, high, margin) of one element."""
    h = 2.0 ** round(math.log2((3 * _EPS) ** (1 / 3) * max(1.0, abs(point[index]))))

    def at(step: float) -> float:
        moved = point.copy()
        moved[index] += step
        return float(f(moved))

    plus, minus, plus2, minus2 = at(h), at(-h), at(2 * h), at(-2 * h)
    near, far = (plus - minus) / (2 * h), (plus2 - minus2) / (4 * h)
    noise = 4 * _EPS * max(abs(plus), abs(minus), abs(centre)) / h
    error = 4 * noise + 2 * abs(far - near) / 3
    right, left = (plus - centre) / h, (centre - minus) / h
    if abs(right - left) > 64 * noise + 1e-3 * max(abs(right), abs(left)):
        bend = max(abs((plus2 - centre) / (2 * h) - right), abs((centre - minus2) / (2 * h) - left))
        return min(right, left), max(right, left), error + bend
    best = (4 * near - far) / 3
    return best, best, error + RTOL * abs(best)
