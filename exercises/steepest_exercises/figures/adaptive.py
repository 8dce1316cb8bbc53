"""The figures of the lesson on adaptive optimisers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_exercises.figures.drawing import CONTOUR, INK, PATH, SOFT, WATER, Plot, Sheet, dark, panel_title
from steepest_exercises.figures.overview import START, VALLEY, valley
from steepest_graders.text import Language, Text
from steepest_numerics.optimizers import AdaGrad, Adam, RMSProp

Vector = npt.NDArray[np.floating[Any]]
Walker = AdaGrad | RMSProp | Adam
STEPS = 30
WALKERS: dict[str, tuple[str, str, Callable[[], Walker]]] = {
    "valley-adagrad": ("AdaGrad", "η = 1", lambda: AdaGrad(lr=1.0)),
    "valley-rmsprop": ("RMSProp", "η = 0.3, ρ = 0.9", lambda: RMSProp(lr=0.3, rho=0.9)),
    "valley-adam": ("Adam", "η = 0.3", lambda: Adam(lr=0.3)),
}


def walk(name: str) -> list[Vector]:
    """The start and every step in the overview's valley."""
    walker = WALKERS[name][2]()
    points: list[Vector] = [START]
    for _ in range(STEPS):
        points.append(walker.step([points[-1]], [VALLEY * points[-1]])[0])
    return points


def moves(walker: Walker, gradients: Sequence[float]) -> list[float]:
    """How far a weight is moved down by each gradient."""
    at: Vector = np.zeros(1)
    found = []
    for gradient in gradients:
        moved = walker.step([at], [np.array([gradient])])[0]
        found.append(float(at[0] - moved[0]))
        at = moved
    return found


def uncorrected(steps: int, lr: float, gradient: float) -> list[float]:
    """The moves of Adam without its bias correction, under a steady gradient."""
    m = v = 0.0
    found = []
    for _ in range(steps):
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        found.append(lr * m / v**0.5)
    return found


def valley_panel(language: Language, *, name: str) -> str:
    """One walker's path in the valley."""
    title, setting, _ = WALKERS[name]
    sheet = Sheet(230, 176)
    panel_title(sheet, title, setting)
    plot = Plot(sheet, (4, 26, 226, 150), (-10.5, 4.5), (-1.9, 1.9))
    plot.contours(lambda x, y: valley(np.array([x, y])), (0.5, 2.5, 7, 14, 24, 37, 53))
    points = [(float(p[0]), float(p[1])) for p in walk(name)]
    plot.curve(points, PATH, 1.6)
    plot.dots(points, PATH, 2.2)
    plot.dots(points[:1], INK, 3.6)
    plot.dots([(0, 0)], INK, 2.4)
    loss = valley(np.asarray(walk(name)[-1], dtype=np.float64))
    words = Text(f"loss after {STEPS} steps: {loss:.3f}", f"{STEPS} 步之后的损失：{loss:.3f}")
    sheet.text(226, 170, words.in_language(language), INK, 12.5, "end")
    return sheet.svg()


def shrinking(language: Language) -> str:
    """The steps of AdaGrad and RMSProp under a gradient that is always 1."""
    sheet = Sheet(440, 252)
    plot = Plot(sheet, (44, 16, 424, 204), (0, 60), (0, 3.5))
    plot.axes([0, 10, 20, 30, 40, 50, 60], [0, 1, 2, 3])
    plot.curve(list(enumerate(moves(AdaGrad(lr=1.0), [1.0] * 60), 1)), CONTOUR, 2.2, "7 4")
    plot.curve(list(enumerate(moves(RMSProp(lr=1.0, rho=0.9), [1.0] * 60), 1)), WATER, 2.2)
    sheet.text(*plot.at(7, 1.7), "RMSProp, ρ = 0.9", WATER, 13)
    sheet.text(*plot.at(26, 0.42), "AdaGrad", dark(CONTOUR), 13)
    sheet.text(424, 242, Text("step", "步").in_language(language), SOFT, 13, "end")
    sheet.text(50, 14, Text("length of the step, in η", "步长（以 η 为单位）").in_language(language), SOFT, 12)
    return sheet.svg()


def first_steps(language: Language) -> str:
    """The first steps of Adam with and without its correction."""
    sheet = Sheet(440, 252)
    plot = Plot(sheet, (44, 16, 424, 204), (0, 100), (0, 8))
    plot.axes([0, 20, 40, 60, 80, 100], [0, 1, 2, 4, 6, 8])
    plot.curve(list(enumerate(moves(Adam(lr=1.0), [5.0] * 100), 1)), WATER, 2.4)
    plot.curve(list(enumerate(uncorrected(100, 1.0, 5.0), 1)), PATH, 2.2)
    sheet.text(*plot.at(40, 5.2), Text("without correction", "没有修正").in_language(language), PATH, 13)
    sheet.text(*plot.at(40, 1.25), Text("with correction", "有修正").in_language(language), WATER, 13)
    sheet.text(424, 242, Text("step", "步").in_language(language), SOFT, 13, "end")
    sheet.text(50, 14, Text("length of the step, in η", "步长（以 η 为单位）").in_language(language), SOFT, 12)
    return sheet.svg()


FIGURES: dict[str, Callable[[Language], str]] = {
    **{name: partial(valley_panel, name=name) for name in WALKERS},
    "shrinking": shrinking,
    "first-steps": first_steps,
}
