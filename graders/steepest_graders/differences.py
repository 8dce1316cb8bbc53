"""Is it the gradient? Judged by differences of the function, with an error that each one estimates.

Per coordinate, in float64: central differences at h and 2h give a value by Richardson's extrapolation
(L. F. Richardson, 1911) and its own error estimate; where the one-sided slopes disagree by more than
rounding there is a kink, and any subgradient between them is right.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

_EPS = float(np.finfo(np.float64).eps)
RTOL = 1e-7


class Interval(NamedTuple):
    """The gradients that agree with the differences, per element: `low <= gradient <= high`."""

    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]

    @property
    def middle(self) -> npt.NDArray[np.float64]:
        """The best estimate of the gradient; at a kink the middle of the subgradients."""
        return (self.low + self.high) / 2

    @property
    def halfwidth(self) -> npt.NDArray[np.float64]:
        """The allowed distance from `middle`."""
        return (self.high - self.low) / 2


def gradient_interval(f: Callable[[npt.NDArray[np.float64]], Any], x: npt.ArrayLike) -> Interval:
    """Where a gradient of the scalar function `f` at `x` must lie; both of the shape of `x`.

    Costs 4 evaluations per element and one more. `f` gets a fresh array each time.
    """
    point = np.array(x, dtype=np.float64)
    centre = float(f(point.copy()))
    low, high = np.empty_like(point), np.empty_like(point)
    for index in np.ndindex(point.shape):
        low[index], high[index] = _slopes(f, point, index, centre)
    return Interval(low, high)


def _slopes(
    f: Callable[[npt.NDArray[np.float64]], Any],
    point: npt.NDArray[np.float64],
    index: tuple[int, ...],
    centre: float,
) -> tuple[float, float]:
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
        return min(right, left) - error - bend, max(right, left) + error + bend
    best = (4 * near - far) / 3
    margin = error + RTOL * abs(best)
    return best - margin, best + margin
