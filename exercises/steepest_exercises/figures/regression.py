"""The figures of the lesson on regression losses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from steepest_exercises.figures.drawing import CONTOUR, INK, PATH, SOFT, WATER, Plot, Point, Sheet, dark, panel_title
from steepest_graders.text import Language, Text
from steepest_numerics.gradients import numerical_gradient
from steepest_numerics.losses import huber, mae, mse

WAGES = np.array([1.0, 2.0, 3.0, 4.0, 90.0])  # the lesson's five numbers, one of them wild
LOSSES: dict[str, tuple[Text, Callable[[Any, Any], Any], str, str]] = {
    "squared": (Text("squared", "平方误差"), mse, WATER, ""),
    "absolute": (Text("absolute", "绝对误差"), mae, CONTOUR, "7 4"),
    "huber": (Text("Huber, δ = 1", "Huber，δ = 1"), partial(huber, delta=1.0), PATH, ""),
}


def value(name: str, error: float) -> float:
    """The loss of one error."""
    return float(LOSSES[name][1]([error], [0.0]))


def slope(name: str, error: float) -> float:
    """How fast it grows there."""
    return float(numerical_gradient(lambda e: value(name, float(e[0])), np.array([error]))[0])


def values(language: Language) -> str:
    """The three losses over the error."""
    return _panel(language, Text("What an error costs", "误差的代价"), value, (0, 9), [0, 3, 6, 9])


def slopes(language: Language) -> str:
    """Their slopes."""
    return _panel(language, Text("How hard it pulls", "误差的拉力"), slope, (-6, 6), [-6, -3, 0, 3, 6])


def _panel(language: Language, title: Text, of: Callable[[str, float], float], y: Point, ticks: list[float]) -> str:
    sheet = Sheet(230, 226)
    panel_title(sheet, title.in_language(language))
    plot = Plot(sheet, (28, 28, 222, 182), (-3, 3), y)
    plot.axes([-3, -2, -1, 0, 1, 2, 3], ticks, 11)
    for name, (_, _, colour, dash) in LOSSES.items():
        for side in (-1, 1):  # the absolute error's slope jumps at 0
            plot.curve([(side * e, of(name, side * e)) for e in np.linspace(0.001, 3, 60)], colour, 2.2, dash)
    sheet.text(222, 218, Text("prediction − truth", "预测 − 真实值").in_language(language), SOFT, 12, "end")
    return sheet.svg()


def key(language: Language) -> str:
    """Which line is which: a panel of words."""
    sheet = Sheet(230, 226)
    for row, (words, _, colour, dash) in enumerate(LOSSES.values()):
        y = 90 + 28 * row
        sheet.line([(40, y), (84, y)], colour, 2.4, dash)
        sheet.text(94, y + 4, words.in_language(language), dark(colour), 13)
    return sheet.svg()


def constant_panel(language: Language, *, name: str, top: float, ticks: list[float]) -> str:
    """The loss of predicting one constant for all five wages."""
    words, loss, colour, _ = LOSSES[name]
    sheet = Sheet(230, 226)
    best = Text("lowest at the mean, 20", "最低处是平均数 20") if name == "squared" else None
    panel_title(sheet, words.in_language(language))
    plot = Plot(sheet, (40, 28, 222, 182), (0, 40), (0, top))
    plot.axes([0, 3, 10, 20, 30, 40], ticks, 11)

    def of(c: float) -> float:
        return float(loss(np.full(5, c), WAGES))

    plot.curve([(float(c), of(float(c))) for c in np.linspace(0, 40, 161)], colour, 2.2)
    lowest = 20.0 if name == "squared" else 3.0
    plot.dots([(lowest, of(lowest))], PATH, 4)
    said = best or Text("lowest at the median, 3", "最低处是中位数 3")
    x, y = plot.at(20, of(lowest))
    sheet.text(x, y + 26, said.in_language(language), INK, 12, "middle")
    sheet.text(222, 218, Text("one prediction for all", "对所有人的同一个预测").in_language(language), SOFT, 12, "end")
    return sheet.svg()


FIGURES: dict[str, Callable[[Language], str]] = {
    "costs": values,
    "pulls": slopes,
    "key": key,
    "constant-squared": partial(constant_panel, name="squared", top=1800.0, ticks=[0, 600, 1200, 1800]),
    "constant-absolute": partial(constant_panel, name="absolute", top=45.0, ticks=[0, 15, 30, 45]),
}
