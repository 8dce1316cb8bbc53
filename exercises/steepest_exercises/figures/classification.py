"""The figures of the lesson on classification losses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from steepest_exercises.figures.drawing import CONTOUR, INK, PATH, SOFT, WATER, Plot, Sheet, dark, panel_title
from steepest_graders.text import Language, Text
from steepest_numerics.activations import sigmoid, softmax
from steepest_numerics.gradients import numerical_gradient
from steepest_numerics.losses import bce_with_logits, binary_cross_entropy, mse, svm_loss

LOGITS = np.array([2.0, 1.0, 0.0])


def squared(z: float) -> float:
    """The squared error of a sigmoid unit where the truth is 1."""
    return float(mse(sigmoid([z]), [1.0]))


def entropy(z: float) -> float:
    """Its cross-entropy."""
    return float(bce_with_logits([z], [1.0]))


def slope(loss: Callable[[float], float], z: float) -> float:
    """How fast a loss grows with the logit."""
    return float(numerical_gradient(lambda at: loss(float(at[0])), np.array([z]))[0])


def hinge(lead: float) -> float:
    """The hinge loss of two classes, where the true one leads by so much."""
    return float(svm_loss([[lead, 0.0]], [[1.0]], [0]))


def two_labels(language: Language) -> str:
    """Binary cross-entropy over the probability, for each label."""
    sheet = Sheet(440, 272)
    plot = Plot(sheet, (38, 16, 424, 224), (0, 1), (0, 5))
    plot.axes([0, 0.25, 0.5, 0.75, 1], [0, 1, 2, 3, 4, 5])
    ps = np.geomspace(np.exp(-5), 0.999, 90)
    plot.curve([(float(p), float(binary_cross_entropy([p], [1]))) for p in ps], WATER, 2.4)
    plot.curve([(float(1 - p), float(binary_cross_entropy([1 - p], [0]))) for p in ps], CONTOUR, 2.2, "7 4")
    sheet.text(*plot.at(0.06, 3.6), Text("label 1: −log p", "标签 1：−log p").in_language(language), WATER, 13)
    words = Text("label 0: −log(1 − p)", "标签 0：−log(1 − p)")
    sheet.text(*plot.at(0.94, 3.6), words.in_language(language), dark(CONTOUR), 13, "end")
    words = Text("probability given to class 1, p", "给类别 1 的概率 p")
    sheet.text(424, 262, words.in_language(language), SOFT, 13, "end")
    return sheet.svg()


def bars(language: Language, *, shown: str) -> str:
    """Three logits, the powers of them, or their probabilities, as bars."""
    titles = {
        "logits": Text("Logits", "logits"),
        "powers": Text("Powers of e", "e 的幂"),
        "probabilities": Text("Divided by the sum", "除以总和"),
    }
    heights = {"logits": LOGITS, "powers": np.exp(LOGITS), "probabilities": softmax(LOGITS)}[shown]
    top = {"logits": 2.4, "powers": 8.8, "probabilities": 0.8}[shown]
    sheet = Sheet(230, 190)
    panel_title(sheet, titles[shown].in_language(language))
    plot = Plot(sheet, (28, 34, 222, 168), (0, 3), (0, top))
    for column, height in enumerate(heights):
        colour = (PATH, WATER, CONTOUR)[column]
        x, y = plot.at(column + 0.5, float(height))
        _, ground = plot.at(0, 0)
        sheet.bar(x, y, ground, 40, colour)
        sheet.text(x, y - 7, f"{height:.3f}".removesuffix(".000"), INK, 12.5, "middle")
    return sheet.svg()


def sigmoid_losses(language: Language) -> str:
    """Squared error and cross-entropy of a sigmoid unit over its logit."""
    return _over_logit(language, Text("Loss", "损失"), lambda loss, z: loss(z), (0, 6), [0, 2, 4, 6])


def sigmoid_slopes(language: Language) -> str:
    """Their slopes."""
    return _over_logit(language, Text("Slope", "斜率"), slope, (-1.2, 0), [-1, -0.5, 0])


def _over_logit(
    language: Language,
    title: Text,
    of: Callable[[Callable[[float], float], float], float],
    y: tuple[float, float],
    ticks: list[float],
) -> str:
    sheet = Sheet(230, 226)
    panel_title(sheet, title.in_language(language))
    plot = Plot(sheet, (32, 28, 222, 182), (-6, 6), y)
    plot.axes([-5, 0, 5], ticks, 11)
    zs = np.linspace(-6, 6, 121)
    plot.curve([(float(z), of(entropy, float(z))) for z in zs], WATER, 2.2)
    plot.curve([(float(z), of(squared, float(z))) for z in zs], CONTOUR, 2.2, "7 4")
    plot.dots([(-5, of(entropy, -5)), (-5, of(squared, -5))], PATH, 4)
    if title.en == "Loss":
        sheet.text(*plot.at(-1.5, 3), Text("cross-entropy", "交叉熵").in_language(language), WATER, 12)
        sheet.text(*plot.at(-5.8, 1.2), Text("squared", "平方误差").in_language(language), dark(CONTOUR), 12)
    sheet.text(
        222, 218, Text("logit z, the truth is 1", "logit z，真实标签是 1").in_language(language), SOFT, 12, "end"
    )
    return sheet.svg()


def margin(language: Language) -> str:
    """Hinge and cross-entropy of two classes over the lead of the true one."""
    sheet = Sheet(440, 262)
    plot = Plot(sheet, (38, 16, 424, 214), (-3, 4), (0, 4))
    plot.axes([-3, -2, -1, 0, 1, 2, 3, 4], [0, 1, 2, 3, 4])
    leads = np.linspace(-3, 4, 141)
    plot.curve([(float(m), entropy(float(m))) for m in leads], WATER, 2.4)
    plot.curve([(-3, hinge(-3)), (1, hinge(1)), (4, hinge(4))], PATH, 2.4)
    sheet.text(*plot.at(-1.6, 3.2), Text("hinge", "合页损失").in_language(language), PATH, 13)
    sheet.text(*plot.at(1.5, 0.42), Text("cross-entropy", "交叉熵").in_language(language), WATER, 13)
    words = Text("lead of the true class", "真实类别的领先量")
    sheet.text(424, 252, words.in_language(language), SOFT, 13, "end")
    return sheet.svg()


FIGURES: dict[str, Callable[[Language], str]] = {
    "two-labels": two_labels,
    **{name: partial(bars, shown=name) for name in ("logits", "powers", "probabilities")},
    "sigmoid-losses": sigmoid_losses,
    "sigmoid-slopes": sigmoid_slopes,
    "margin": margin,
}
