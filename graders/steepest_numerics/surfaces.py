"""Functions of two variables on which optimisers are watched, with their gradients; each is 0 at its minima.

A point is an array of shape (2,). The noise of a noisy gradient is made by a generator that is written down here,
so that the same numbers can be had in another language.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from steepest_numerics.arrays import FloatArray, floating


@dataclass(frozen=True)
class Surface:
    """A function to be minimised.

    Attributes
    ----------
    value, gradient : callable
        Take a point; return the height there, and the slopes in both directions as an array of shape (2,).
    minima : tuple of (x, y)
        Where the height is 0.
    noise : float
        Standard deviation of what is added to each slope when an optimiser asks for it; usually 0.

    References
    ----------
    Each of `SURFACES` names its own.

    Examples
    --------
    >>> rosenbrock = SURFACES["rosenbrock"]
    >>> round(rosenbrock.value([-1.2, 1.0]), 2), rosenbrock.gradient([0.0, 0.0]).tolist()
    (24.2, [-2.0, 0.0])
    """

    value: Callable[[npt.ArrayLike], float]
    gradient: Callable[[npt.ArrayLike], FloatArray]
    minima: tuple[tuple[float, float], ...]
    noise: float = 0.0


def normal_pairs(seed: int) -> Iterator[tuple[float, float]]:
    """Pairs of standard normal numbers without end: mulberry32's uniform ones, by Box and Muller's transform.

    Parameters
    ----------
    seed : int
        Of 32 bits.

    Yields
    ------
    (float, float)

    References
    ----------
    Box and Muller (1958), A note on the generation of random normal deviates. mulberry32: Ettinger (2017), in the
    public domain.

    Examples
    --------
    >>> pairs = normal_pairs(1)
    >>> [round(number, 4) for number in next(pairs)]
    [1.4043, 0.0241]
    """
    uniform = _uniform(seed)
    while True:
        radius = math.sqrt(-2 * math.log(1 - next(uniform)))
        angle = 2 * math.pi * next(uniform)
        yield radius * math.cos(angle), radius * math.sin(angle)


def _uniform(state: int) -> Iterator[float]:
    """mulberry32: numbers from 0 up to 1, in steps of 2^-32."""
    mask = 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & mask
        mixed = ((state ^ state >> 15) * (state | 1)) & mask
        mixed ^= (mixed + ((mixed ^ mixed >> 7) * (mixed | 61))) & mask
        yield ((mixed ^ mixed >> 14) & mask) / 2**32


def _xy(point: npt.ArrayLike) -> tuple[float, float]:
    x, y = floating(point)
    return float(x), float(y)


def _rosenbrock(point: npt.ArrayLike) -> float:
    x, y = _xy(point)
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2


def _rosenbrock_gradient(point: npt.ArrayLike) -> FloatArray:
    x, y = _xy(point)
    return np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])


def _beale_parts(x: float, y: float) -> tuple[float, float, float]:
    return 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y


def _beale(point: npt.ArrayLike) -> float:
    a, b, c = _beale_parts(*_xy(point))
    return a * a + b * b + c * c


def _beale_gradient(point: npt.ArrayLike) -> FloatArray:
    x, y = _xy(point)
    a, b, c = _beale_parts(x, y)
    along_x = 2 * a * (y - 1) + 2 * b * (y * y - 1) + 2 * c * (y * y * y - 1)
    along_y = 2 * a * x + 4 * b * x * y + 6 * c * x * y * y
    return np.array([along_x, along_y])


def _himmelblau(point: npt.ArrayLike) -> float:
    x, y = _xy(point)
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


def _himmelblau_gradient(point: npt.ArrayLike) -> FloatArray:
    x, y = _xy(point)
    a, b = x * x + y - 11, x + y * y - 7
    return np.array([4 * a * x + 2 * b, 2 * a + 4 * b * y])


def _saddle(point: npt.ArrayLike) -> float:
    x, y = _xy(point)
    return x * x + (y * y - 1) ** 2 / 4


def _saddle_gradient(point: npt.ArrayLike) -> FloatArray:
    x, y = _xy(point)
    return np.array([2 * x, y * (y * y - 1)])


def _quadratic(steep: float) -> tuple[Callable[[npt.ArrayLike], float], Callable[[npt.ArrayLike], FloatArray]]:
    """Half of x squared plus `steep` times y squared."""

    def value(point: npt.ArrayLike) -> float:
        x, y = _xy(point)
        return (x * x + steep * y * y) / 2

    def gradient(point: npt.ArrayLike) -> FloatArray:
        x, y = _xy(point)
        return np.array([x, steep * y])

    return value, gradient


HIMMELBLAU_MINIMA = (
    (3.0, 2.0),
    (-2.805118086952745, 3.131312518250573),
    (-3.779310253377747, -3.283185991286170),
    (3.584428340330492, -1.848126526964404),
)

SURFACES: Mapping[str, Surface] = {
    # Rosenbrock (1960), An automatic method for finding the greatest or least value of a function.
    "rosenbrock": Surface(_rosenbrock, _rosenbrock_gradient, ((1.0, 1.0),)),
    # Beale (1958), On an iterative method for finding a local minimum of a function of more than one variable.
    "beale": Surface(_beale, _beale_gradient, ((3.0, 0.5),)),
    # Himmelblau (1972), Applied nonlinear programming.
    "himmelblau": Surface(_himmelblau, _himmelblau_gradient, HIMMELBLAU_MINIMA),
    "saddle": Surface(_saddle, _saddle_gradient, ((0.0, 1.0), (0.0, -1.0))),
    "valley": Surface(*_quadratic(50.0), ((0.0, 0.0),)),
    "noisy-bowl": Surface(*_quadratic(1.0), ((0.0, 0.0),), noise=1.5),
}
