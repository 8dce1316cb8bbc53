"""The figures of the lesson on momentum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_exercises.figures.drawing import CONTOUR, INK, PATH, SOFT, WATER, Plot, Sheet, dark, panel_title
from steepest_exercises.figures.overview import START, VALLEY, valley
from steepest_graders.text import Language, Text
from steepest_numerics.optimizers import SGD, Momentum, Nesterov

Vector = npt.NDArray[np.floating[Any]]
STEPS = 30
WALKERS: dict[str, tuple[Text, str, Callable[[], SGD | Momentum | Nesterov]]] = {
    "valley-plain": (Text("Plain descent", "普通梯度下降"), "η = 0.045", lambda: SGD(lr=0.045)),
    "valley-ball": (Text("Momentum", "动量"), "η = 0.025, μ = 0.9", lambda: Momentum(lr=0.025, momentum=0.9)),
    "valley-nesterov": (Text("Nesterov", "Nesterov"), "η = 0.025, μ = 0.9", lambda: Nesterov(lr=0.025, momentum=0.9)),
}


def walk(name: str) -> list[Vector]:
    """The start and every step in the overview's valley."""
    walker = WALKERS[name][2]()
    points: list[Vector] = [START]
    for _ in range(STEPS):
        points.append(walker.step([points[-1]], [VALLEY * points[-1]])[0])
    return points


def velocities(gradients: Sequence[float], mu: float = 0.9) -> list[float]:
    """The velocity after each gradient: what momentum moves a weight by at a learning rate of 1."""
    ball = Momentum(lr=1.0, momentum=mu)
    at: Vector = np.zeros(1)
    found = []
    for gradient in gradients:
        moved = ball.step([at], [np.array([gradient])])[0]
        found.append(float(at[0] - moved[0]))
        at = moved
    return found


def agreeing(language: Language) -> str:
    """The velocity under gradients that agree and under gradients that alternate."""
    sheet = Sheet(440, 262)
    plot = Plot(sheet, (38, 16, 424, 214), (0, 40), (-2, 11))
    plot.axes([0, 10, 20, 30, 40], [-1, 0, 1, 5, 10])
    steady = velocities([1.0] * 40)
    torn = velocities([(-1.0) ** step for step in range(40)])
    plot.curve(list(enumerate(steady, 1)), WATER, 2.4)
    plot.curve(list(enumerate(torn, 1)), PATH, 1.6)
    sheet.text(*plot.at(12, 5.6), Text("always 1", "始终为 1").in_language(language), WATER, 13)
    sheet.text(*plot.at(24, 1.5), Text("1, −1, 1, −1 ...", "1, −1, 1, −1 ……").in_language(language), PATH, 13)
    sheet.text(424, 252, Text("step", "步").in_language(language), SOFT, 13, "end")
    return sheet.svg()


def valley_panel(language: Language, *, name: str) -> str:
    """One walker's path in the valley."""
    title, setting, _ = WALKERS[name]
    sheet = Sheet(230, 176)
    panel_title(sheet, title.in_language(language), setting)
    plot = Plot(sheet, (4, 26, 226, 150), (-10.5, 7.5), (-1.9, 1.9))
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


def forgetting(language: Language) -> str:
    """How much of a gradient is still in the velocity, for three shares."""
    sheet = Sheet(440, 242)
    plot = Plot(sheet, (38, 16, 424, 194), (0, 30), (0, 1))
    plot.axes([0, 5, 10, 15, 20, 25, 30], [0, 0.5, 1])
    for mu, colour, dash, at in ((0.5, CONTOUR, "7 4", 1.7), (0.9, WATER, "", 8.5), (0.99, PATH, "", 20.0)):
        left = velocities([1.0] + [0.0] * 30, mu)
        plot.curve(list(enumerate(left)), colour, 2.2, dash)
        x, y = plot.at(at, mu**at)
        sheet.text(x + 8, y - 8, f"μ = {mu:g}", dark(colour), 12.5)
    words = Text("steps since the gradient came", "梯度到来之后的步数")
    sheet.text(424, 232, words.in_language(language), SOFT, 13, "end")
    return sheet.svg()


FIGURES: dict[str, Callable[[Language], str]] = {
    **{name: partial(valley_panel, name=name) for name in WALKERS},
    "agreeing": agreeing,
    "forgetting": forgetting,
}
