"""The figures of the lesson on what a loss is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from steepest_exercises.figures.drawing import CONTOUR, INK, PATH, SOFT, WATER, Plot, Sheet, dark, panel_title
from steepest_graders.text import Language, Text
from steepest_numerics.losses import bce_with_logits, mae

X, Y = np.array([1.0, 2.0, 3.0]), np.array([3.0, 5.0, 9.0])  # the lesson's three points
HOURS, PASSED = np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.array([0, 0, 1, 0, 1])


def loss(w: float) -> float:
    """The mean absolute error of w * X against Y."""
    return float(mae(w * X, Y))


def wrong(border: float) -> int:
    """How many of the five are on the wrong side of the border."""
    return int(np.sum((border < HOURS) != PASSED))


def surprise(border: float) -> float:
    """The mean cross-entropy of a sigmoid around the border."""
    return float(bce_with_logits(HOURS - border, PASSED))


def absolute_error(language: Language) -> str:
    """The loss of one prediction where the truth is 3."""
    sheet = Sheet(440, 250)
    plot = Plot(sheet, (38, 16, 424, 204), (-5, 7), (0, 8))
    plot.axes([-4, -2, 0, 2, 3, 4, 6], [0, 2, 4, 6, 8])
    plot.curve([(-5, 8), (3, 0), (7, 4)], WATER, 2.4)
    plot.dots([(-4, 7), (2, 1)], PATH, 4.5)
    plot.dots([(3, 0)], INK, 4.5)
    x, y = plot.at(-4, 7)
    sheet.text(x + 12, y + 2, Text("says −4: loss 7", "回答 −4：损失 7").in_language(language), INK)
    x, y = plot.at(2, 1)
    sheet.text(x - 10, y + 2, Text("says 2: loss 1", "回答 2：损失 1").in_language(language), INK, anchor="end")
    x, y = plot.at(3, 1.4)
    sheet.text(x, y, Text("the truth", "真实值").in_language(language), SOFT, anchor="middle")
    sheet.text(424, 240, Text("prediction", "预测").in_language(language), SOFT, 13, "end")
    return sheet.svg()


def models(language: Language) -> str:
    """Three points and four lines through the origin."""
    sheet = Sheet(230, 232)
    panel_title(sheet, Text("Four models", "四个模型").in_language(language))
    plot = Plot(sheet, (28, 28, 198, 192), (0, 3.5), (0, 12))
    plot.axes([0, 1, 2, 3], [0, 3, 6, 9, 12], 11)
    for w, colour in zip((1, 2, 3, 4), (CONTOUR, CONTOUR, WATER, CONTOUR), strict=True):
        end = min(3.3, 12 / w)
        plot.curve([(0, 0), (end, w * end)], colour, 2.2 if w == 3 else 1.6)
        x, y = plot.at(end, w * end)
        sheet.text(x + 4, y + 4, f"w = {w}", dark(colour), 11.5)
    plot.dots([(float(x), float(y)) for x, y in zip(X, Y, strict=True)], PATH, 4)
    sheet.text(204, 226, Text("input x", "输入 x").in_language(language), SOFT, 12, "end")
    return sheet.svg()


def losses_of_models(language: Language) -> str:
    """The loss over the weight."""
    sheet = Sheet(230, 232)
    panel_title(sheet, Text("Their losses", "它们的损失").in_language(language))
    plot = Plot(sheet, (28, 28, 222, 192), (0, 5), (0, 6))
    plot.axes([0, 1, 2, 3, 4, 5], [0, 2, 4, 6], 11)
    plot.curve([(float(w), loss(float(w))) for w in np.linspace(0, 5, 101)], WATER, 2.2)
    for w in (1.0, 2.0, 3.0, 4.0):
        plot.dots([(w, loss(w))], PATH, 4)
        x, y = plot.at(w, loss(w))
        if w < 3:
            sheet.text(x + 7, y - 5, f"{loss(w):.3f}", INK, 11.5)
        else:
            sheet.text(x + 9, y + (4 if w == 3 else 8), f"{loss(w):.3f}", INK, 11.5)
    sheet.text(222, 226, Text("weight w", "权重 w").in_language(language), SOFT, 12, "end")
    return sheet.svg()


def counting(language: Language) -> str:
    """The number of wrong answers, in steps, and the mean cross-entropy, smooth, over a border."""
    sheet = Sheet(440, 262)
    plot = Plot(sheet, (38, 16, 424, 214), (0, 6), (0, 3.5))
    plot.axes([0, 1, 2, 3, 4, 5, 6], [0, 1, 2, 3])
    for left in range(6):
        plot.curve([(left, wrong(left + 0.5)), (left + 1, wrong(left + 0.5))], CONTOUR, 2.4)
    plot.curve([(float(b), surprise(float(b))) for b in np.linspace(0, 6, 81)], WATER, 2.4)
    sheet.text(
        *plot.at(0.1, 3.1), Text("wrong answers (a count)", "答错的个数").in_language(language), dark(CONTOUR), 13
    )
    sheet.text(*plot.at(0.2, 0.5), Text("cross-entropy", "交叉熵").in_language(language), WATER, 13)
    words = Text("the border, in hours", "分界线（小时）")
    sheet.text(424, 252, words.in_language(language), SOFT, 13, "end")
    return sheet.svg()


FIGURES: dict[str, Callable[[Language], str]] = {
    "absolute-error": absolute_error,
    "four-models": models,
    "four-losses": losses_of_models,
    "counting": counting,
}
