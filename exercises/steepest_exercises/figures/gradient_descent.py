"""The figures of the lesson on gradient descent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from steepest_exercises.figures.drawing import CONTOUR, INK, PATH, SOFT, WATER, Plot, Sheet, dark, panel_title
from steepest_exercises.figures.overview import bowl_panel, descent
from steepest_graders.text import Language, Text
from steepest_numerics.descent import gradient_descent


def hills(w: float) -> float:
    """A loss with a shallow minimum on the right and a deeper one on the left."""
    return float(w**4 / 4 - 2 * w**2 + 0.6 * w + 5)


def hill_path(start: float, lr: float, steps: int) -> list[float]:
    """The weights of gradient descent on the hills."""
    path = gradient_descent(lambda w: w**3 - 4 * w + 0.6, np.array([start]), lr, steps)
    return [float(w) for w in path[:, 0]]


def curves(language: Language) -> str:
    """The distance from the minimum over the steps, for five rates, on a scale of powers of ten."""
    sheet = Sheet(440, 286)
    plot = Plot(sheet, (48, 16, 350, 238), (0, 20), (-6, 2))
    plot.axes([0, 5, 10, 15, 20], [])
    for power in (2, 0, -2, -4, -6):
        left, y = plot.at(0, power)
        sheet.line([(left, y), (350, y)], "var(--rule, #dfddd3)", 1, "2 4")
        said = {2: "100", 0: "1", -2: "0.01", -4: "0.0001", -6: "1e−6"}[power]
        sheet.text(left - 7, y + 4, said, SOFT, 12, "end")
    for lr, colour, dash in (
        (0.01, CONTOUR, "7 4"),
        (0.05, CONTOUR, ""),
        (0.1, WATER, ""),
        (0.2, PATH, "7 4"),
        (0.22, PATH, ""),
    ):
        far = [abs(w - 2) for w in descent(lr, 20)]
        points = [(float(step), float(np.log10(distance))) for step, distance in enumerate(far) if distance > 1e-6]
        plot.curve(points, colour, 2.2, dash)
        x, y = plot.at(*points[-1])
        y = {0.01: y - 2, 0.05: y + 4, 0.1: y + 2, 0.2: y + 5, 0.22: y + 2}[lr]
        sheet.text(x + 8, y, f"η = {lr:g}", dark(colour), 12)
    sheet.text(350, 276, Text("step", "步").in_language(language), SOFT, 13, "end")
    return sheet.svg()


def two_minima(language: Language, *, start: float, lr: float, steps: int, title: Text) -> str:
    """A path over the hills."""
    sheet = Sheet(230, 214)
    panel_title(sheet, title.in_language(language), f"η = {lr:g}")
    plot = Plot(sheet, (24, 28, 222, 182), (-3, 3), (-1, 9))
    plot.axes([-3, -2, -1, 0, 1, 2, 3], [0, 4, 8], 11)
    plot.curve([(float(w), hills(float(w))) for w in np.linspace(-2.95, 2.9, 90) if hills(float(w)) <= 9], WATER, 2)
    points = [(w, hills(w)) for w in hill_path(start, lr, steps)]
    plot.curve(points, PATH, 1.4)
    plot.dots(points, PATH, 2.8)
    plot.dots(points[:1], INK, 3.8)
    words = Text(f"ends at w = {points[-1][0]:.2f}", f"停在 w = {points[-1][0]:.2f}")
    sheet.text(222, 210, words.in_language(language).replace("-", "−"), INK, 12.5, "end")
    return sheet.svg()


FIGURES: dict[str, Callable[[Language], str]] = {
    "rate-low": partial(bowl_panel, lr=0.01, steps=8, verdict=Text("too low", "太小")),
    "rate-right": partial(bowl_panel, lr=0.1, steps=8, verdict=Text("just right", "正好")),
    "rate-high": partial(bowl_panel, lr=0.22, steps=8, verdict=Text("too high", "太大")),
    "rates": curves,
    "start-right": partial(two_minima, start=2.8, lr=0.05, steps=40, title=Text("From 2.8", "从 2.8 出发")),
    "start-left": partial(two_minima, start=-0.2, lr=0.05, steps=40, title=Text("From −0.2", "从 −0.2 出发")),
    "small-rate": partial(two_minima, start=2.8, lr=0.01, steps=200, title=Text("From 2.8", "从 2.8 出发")),
}
