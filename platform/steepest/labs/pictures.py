"""A small picture of each lab, drawn by the hand that draws the course's figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from steepest_exercises.figures.drawing import CONTOUR, PATH, WATER, Plot, Point, Sheet
from steepest_numerics.descent import gradient_descent
from steepest_numerics.schedules import cosine_annealing, step_decay, warm_restarts

Numbers = npt.NDArray[np.float64]

SIZE = (240, 150)
WHOLE = (6.0, 6.0, 234.0, 144.0)  # left, top, right, bottom


@cache
def picture(slug: str) -> Markup:
    """An SVG element without a word in it. Raises KeyError."""
    sheet = Sheet(*SIZE)
    _DRAWN[slug](sheet)
    svg = sheet.svg().replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return Markup(svg)


def _losses(sheet: Sheet) -> None:
    plot = Plot(sheet, WHOLE, (-3, 3), (-0.3, 5))
    errors = np.linspace(-3, 3, 61)
    plot.curve(_under(5, errors, errors**2), PATH)
    plot.curve(_under(5, errors, abs(errors)), WATER)
    huber = np.where(abs(errors) < 1, errors**2 / 2, abs(errors) - 0.5)
    plot.curve(_under(5, errors, huber), CONTOUR)
    plot.dots([(-1.6, 2.56)], PATH, 5)


def _differences(sheet: Sheet) -> None:
    plot = Plot(sheet, WHOLE, (-16, 0), (-12, 1))
    h = np.linspace(-16, 0, 81)
    for order, colour in ((1, WATER), (2, PATH)):
        error = np.log10(10.0 ** (order * h) / 2 + 1.1e-16 / 10.0**h)
        plot.curve(_pairs(h, error), colour)


def _slices(sheet: Sheet) -> None:
    plot = Plot(sheet, WHOLE, (-3, 3), (0, 6))
    at = np.linspace(-3, 3, 121)
    slopes, offsets = np.array([[2.2], [-1.6], [0.8], [-0.7]]), np.array([[3.0], [1.5], [-1.0], [-0.4]])
    plot.curve(_under(6, at, np.maximum(0, slopes * at - offsets).sum(axis=0)), WATER)
    plot.curve(_under(6, at, np.log(np.exp(1.5 * at) + np.exp(-1.2 * at) + 2) + 0.3), PATH)


def _bowl(sheet: Sheet) -> None:
    plot = Plot(sheet, WHOLE, (-0.6, 4.6), (-1.5, 24))
    w = np.linspace(-0.4, 4.4, 61)
    plot.curve(_under(24, w, 14 / 3 * (w - 2) ** 2), WATER)
    path = gradient_descent(lambda w: 28 / 3 * (w - 2), np.array([0.1]), 0.19, 7)[:, 0]
    steps = [(float(w), float(14 / 3 * (w - 2) ** 2)) for w in path]
    plot.curve(steps, PATH, 1.6)
    plot.dots(steps, PATH, 3.6)


def _race(sheet: Sheet) -> None:
    plot = Plot(sheet, WHOLE, (-4.2, 4.2), (-2.6, 2.6))
    plot.contours(lambda x, y: x * x / 8 + y * y, (0.1, 0.4, 0.9, 1.6, 2.5, 3.6, 4.9))
    start, slopes = np.array([-3.6, 1.7]), np.array([0.25, 2.0])
    plot.curve([(float(x), float(y)) for x, y in gradient_descent(lambda p: slopes * p, start, 0.9, 30)], WATER, 1.8)
    smooth = [(-3.6 * 0.9**t, 1.7 * 0.55**t * float(np.cos(t / 2))) for t in range(30)]
    plot.curve(smooth, PATH, 2.2)
    plot.dots([(-3.6, 1.7)], PATH, 4)


def _schedules(sheet: Sheet) -> None:
    plot = Plot(sheet, WHOLE, (0, 70), (-0.05, 1.1))
    steps = range(71)
    plot.curve([(step, float(step_decay(1.0, step))) for step in steps], CONTOUR)
    plot.curve([(step, float(cosine_annealing(step, 70, 1.0))) for step in steps], WATER)
    plot.curve([(step, float(warm_restarts(step, 10, 2, 1.0))) for step in steps], PATH)


def _playground(sheet: Sheet) -> None:
    plot = Plot(sheet, WHOLE, (-2.4, 2.4), (-1.5, 1.5))
    plot.contours(lambda x, y: x * x + y * y, (0.64,))
    rng = np.random.default_rng(3)
    for radius, colour in ((0.3, PATH), (1.2, WATER)):
        turns = rng.uniform(0, 2 * np.pi, 22)
        far = radius + rng.normal(0, 0.11, 22)
        plot.dots(_pairs(far * np.cos(turns), far * np.sin(turns)), colour, 3.4)


def _pairs(x: Sequence[float] | Numbers, y: Sequence[float] | Numbers) -> list[Point]:
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def _under(limit: float, x: Numbers, y: Numbers) -> list[Point]:
    return [(a, b) for a, b in _pairs(x, y) if b <= limit]


_DRAWN: dict[str, Callable[[Sheet], None]] = {
    "loss-explorer": _losses,
    "finite-differences": _differences,
    "landscape-slices": _slices,
    "learning-rate": _bowl,
    "optimizer-race": _race,
    "schedules": _schedules,
    "playground": _playground,
}
