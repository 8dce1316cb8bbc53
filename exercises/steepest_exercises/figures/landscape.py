"""The figures of the lesson on the landscape of a loss."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_exercises.figures.drawing import INK, PATH, SOFT, WATER, Plot, Sheet, panel_title
from steepest_graders.text import Language, Text
from steepest_numerics.data import digits
from steepest_numerics.landscapes import loss_slice
from steepest_numerics.losses import svm_loss
from steepest_numerics.networks import softmax_classifier_loss, train_softmax_classifier

Matrix = npt.NDArray[np.floating[Any]]
STEPS = np.linspace(-3, 3, 61)


@cache
def trained() -> Matrix:
    """A softmax classifier of the digits after 100 steps."""
    X, y = digits()
    return np.asarray(train_softmax_classifier(X, y, classes=10, lr=1.0, steps=100))


@cache
def direction() -> Matrix:
    """A random direction as long as the trained weights."""
    along = np.random.default_rng(5).normal(size=(65, 10))
    return np.asarray(along * np.linalg.norm(trained()) / np.linalg.norm(along))


@cache
def cut(kind: str) -> tuple[float, ...]:
    """The loss along the direction, through the trained weights."""
    X, y = digits()
    rows = np.column_stack([X, np.ones(len(X))])
    losses: dict[str, Callable[[Matrix], Any]] = {
        "one": lambda W: svm_loss(W, rows[24:25], y[24:25]),
        "hinge": lambda W: svm_loss(W, rows, y),
        "softmax": lambda W: softmax_classifier_loss(W, X, y),
    }
    return tuple(float(value) for value in loss_slice(losses[kind], trained(), direction(), STEPS))


def slice_panel(language: Language, *, kind: str, title: Text, ticks: tuple[float, ...]) -> str:
    """A cut through a loss of 650 weights."""
    sheet = Sheet(230, 214)
    panel_title(sheet, title.in_language(language))
    plot = Plot(sheet, (30, 28, 222, 172), (-3, 3), (0, ticks[-1]))
    plot.axes([-3, -2, -1, 0, 1, 2, 3], ticks, 11)
    points = list(zip(STEPS.tolist(), cut(kind), strict=True))
    plot.curve([point for point in points if point[1] <= ticks[-1]], WATER, 2.2)
    plot.dots([(0, cut(kind)[30])], PATH, 4)
    words = Text("steps along a random direction", "沿随机方向走的步数")
    sheet.text(222, 206, words.in_language(language), SOFT, 12, "end")
    return sheet.svg()


def bowl(a: float, b: float) -> float:
    """As round as a bowl."""
    return a * a + b * b


def ravine(a: float, b: float) -> float:
    """Ten times as steep across as along."""
    return a * a / 4 + 10 * b * b / 4


def product(a: float, b: float) -> float:
    """Two layers with one weight each, of which the product should be 1."""
    return (a * b - 1) ** 2


SHAPES: dict[str, tuple[Text, Callable[[float, float], float], tuple[float, ...]]] = {
    "shape-bowl": (Text("A bowl", "碗"), bowl, (0.2, 0.8, 1.8, 3.2, 5)),
    "shape-ravine": (Text("A ravine", "峡谷"), ravine, (0.1, 0.5, 1.2, 2.5, 5, 8)),
    "shape-saddle": (Text("Two valleys, a saddle", "两道谷，一个鞍点"), product, (0.1, 0.5, 0.9, 1.1, 2, 4, 8)),
}


def shape_panel(language: Language, *, name: str) -> str:
    """Contours of a loss of two weights."""
    title, height, levels = SHAPES[name]
    sheet = Sheet(230, 214)
    panel_title(sheet, title.in_language(language))
    plot = Plot(sheet, (24, 28, 206, 194), (-2, 2), (-2, 2))
    plot.contours(height, levels)
    if name == "shape-saddle":
        plot.dots([(0, 0)], PATH, 4)
        for sign in (1, -1):
            plot.curve([(sign * x, sign / x) for x in np.geomspace(0.5, 2, 30)], INK, 1.6)
    else:
        plot.dots([(0, 0)], INK, 3.5)
    return sheet.svg()


FIGURES: dict[str, Callable[[Language], str]] = {
    "slice-one": partial(
        slice_panel, kind="one", title=Text("Hinge, one digit", "合页，一个数字"), ticks=(0, 4, 8, 12)
    ),
    "slice-hinge": partial(
        slice_panel, kind="hinge", title=Text("Hinge, 1797 digits", "合页，1797 个数字"), ticks=(0, 4, 8, 12)
    ),
    "slice-softmax": partial(
        slice_panel, kind="softmax", title=Text("Softmax, 1797 digits", "softmax，1797 个数字"), ticks=(0, 1, 2, 3, 4)
    ),
    **{name: partial(shape_panel, name=name) for name in SHAPES},
}
