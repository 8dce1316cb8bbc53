"""The figures of the lesson on gradients."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from steepest_exercises.figures.drawing import CONTOUR, INK, PATH, SOFT, WATER, Plot, Sheet, dark, panel_title
from steepest_graders.text import Language, Text

GRADIENT = np.array([12.0, 9.0])  # of a squared times b, at (3, 2)
PLACE = 1.7  # where the errors of the differences are plotted


def rise(degrees: float) -> float:
    """The slope of a squared times b at (3, 2) in a direction."""
    turn = np.radians(degrees)
    return float(GRADIENT @ np.array([np.cos(turn), np.sin(turn)]))


def cube(x: float) -> float:
    """A function of which every machine computes the same digits."""
    return x * x * x


def error(kind: str, h: float) -> float:
    """The relative error of a difference of the cube, rounding included."""
    true = 3 * PLACE * PLACE
    left, width = (PLACE, h) if kind == "forward" else (PLACE - h, 2 * h)
    slope = (cube(PLACE + h) - cube(left)) / width
    return max(abs(slope - true) / true, 1e-16)


def directions(language: Language) -> str:
    """The slope over the direction."""
    sheet = Sheet(440, 262)
    plot = Plot(sheet, (44, 8, 424, 214), (0, 360), (-20, 20))
    plot.axes([0, 90, 180, 270, 360], [-15, -9, 0, 9, 12, 15])
    plot.curve([(float(d), rise(float(d))) for d in np.linspace(0, 360, 121)], WATER, 2.4)
    steepest = float(np.degrees(np.arctan2(GRADIENT[1], GRADIENT[0])))
    plot.dots([(0, rise(0)), (90, rise(90))], INK, 4)
    plot.dots([(steepest, 15), (steepest + 180, -15)], PATH, 4.5)
    x, y = plot.at(steepest, 15)
    sheet.text(x - 5, y - 9, Text("along the gradient: 15", "沿梯度：15").in_language(language), PATH)
    x, y = plot.at(steepest + 180, -15)
    sheet.text(x, y + 19, Text("against it: −15", "逆着它：−15").in_language(language), PATH, anchor="middle")
    words = Text("direction, in degrees", "方向（度）")
    sheet.text(424, 252, words.in_language(language), SOFT, 13, "end")
    return sheet.svg()


def secant(language: Language, *, kind: str) -> str:
    """A parabola, its tangent, and the line through two points of it."""
    sheet = Sheet(230, 226)
    title = {"forward": Text("Forward", "前向差分"), "central": Text("Central", "中心差分")}[kind]
    panel_title(sheet, title.in_language(language))
    plot = Plot(sheet, (20, 28, 222, 182), (0, 3), (-1, 8))
    plot.axes([], [], 11)
    plot.curve([(float(x), float(x * x)) for x in np.linspace(0, 2.83, 60)], WATER, 2)
    plot.curve([(x, 1.5**2 + 3 * (x - 1.5)) for x in (0.42, 2.9)], CONTOUR, 1.8, "6 4")
    left, right = (1.5, 2.4) if kind == "forward" else (0.6, 2.4)
    slope = (right**2 - left**2) / (right - left)
    lowest = max(0.45, left - (left**2 + 1) / slope)  # no line leaves the picture
    plot.curve([(x, left**2 + slope * (x - left)) for x in (lowest, 2.65)], PATH, 1.8)
    plot.dots([(left, left**2), (right, right**2)], PATH, 4)
    for x, label in ((1.5, "x"), (left, "x − h"), (right, "x + h")):
        if kind == "central" or label != "x − h":
            at, ground = plot.at(x, -1)
            sheet.text(at, ground + 15, label, SOFT, 12, "middle")
    sheet.text(222, 220, f"{slope:.1f}", PATH, 12.5, "end")
    words = Text("true slope 3.0, difference", "真实斜率 3.0，差分")
    sheet.text(222 - 26, 220, words.in_language(language), dark(CONTOUR), 12, "end")
    return sheet.svg()


def errors(language: Language) -> str:
    """The error of both differences over the step, both in powers of ten."""
    sheet = Sheet(440, 282)
    plot = Plot(sheet, (56, 16, 424, 234), (-14, -1), (-13, 0.5))
    plot.axes([], [])
    for power in (0, -3, -6, -9, -12):
        left, y = plot.at(-14, power)
        sheet.line([(left, y), (424, y)], "var(--rule, #dfddd3)", 1, "2 4")
        sheet.text(left - 7, y + 4, f"1e{power}".replace("-", "−").replace("1e0", "1"), SOFT, 12, "end")
    for power in (-13, -11, -9, -7, -5, -3, -1):
        x, y = plot.at(power, -13)
        sheet.text(x, y + 16, f"1e{power}".replace("-", "−"), SOFT, 12, "middle")
    for kind, colour, dash in (("forward", CONTOUR, "7 4"), ("central", WATER, "")):
        hs = np.linspace(-14, -1, 53)
        plot.curve([(float(p), float(np.log10(error(kind, 10.0**p)))) for p in hs], colour, 2, dash)
    sheet.text(*plot.at(-6.2, -3.2), Text("forward", "前向差分").in_language(language), dark(CONTOUR), 13)
    sheet.text(*plot.at(-3.6, -9.0), Text("central", "中心差分").in_language(language), WATER, 13)
    sheet.text(*plot.at(-13.6, -5.5), Text("rounding", "舍入").in_language(language), SOFT, 13)
    words = Text("step h", "步长 h")
    sheet.text(424, 274, words.in_language(language), SOFT, 13, "end")
    return sheet.svg()


FIGURES: dict[str, Callable[[Language], str]] = {
    "directions": directions,
    "secant-forward": partial(secant, kind="forward"),
    "secant-central": partial(secant, kind="central"),
    "step-sizes": errors,
}
