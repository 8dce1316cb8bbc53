"""The figures of the overview lesson."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt

from steepest_exercises.figures.drawing import (
    CONTOUR,
    INK,
    PATH,
    SOFT,
    WATER,
    Anchor,
    Plot,
    Point,
    Sheet,
    dark,
)
from steepest_graders.text import Language, Text
from steepest_numerics import losses
from steepest_numerics.losses import mse_gradient
from steepest_numerics.optimizers import SGD, Adam, Momentum

Vector = npt.NDArray[np.float64]

X, Y = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])  # the lesson's worked example
VALLEY = np.array([1.0, 40.0])  # curvatures: 40 times steeper across than along
START = np.array([-9.0, 1.4])


def bowl(w: float) -> float:
    """The mean squared error of w * X against Y."""
    return float(np.mean((w * X - Y) ** 2))


def descent(lr: float, steps: int) -> list[float]:
    """The weights of gradient descent on the bowl, from 0."""
    ws = [0.0]
    for _ in range(steps):
        ws.append(ws[-1] - lr * float(np.sum(mse_gradient(ws[-1] * X, Y) * X)))
    return ws


def learning_loop(language: Language) -> str:
    """Forward, loss, backward, update, and round again."""
    sheet = Sheet(440, 212)
    stations = [
        (16, 14, Text("Forward", "前向传播"), Text("inputs → prediction", "输入 → 预测"), INK),
        (254, 14, Text("Loss", "损失"), Text("how wrong: one number", "错了多少：一个数"), WATER),
        (254, 132, Text("Backward", "反向传播"), Text("slope for each weight", "每个权重的斜率"), CONTOUR),
        (16, 132, Text("Update", "更新"), Text("a small step downhill", "向下走一小步"), PATH),
    ]
    for x, y, name, what, colour in stations:
        sheet.box(x, y, 170, 66, colour)
        sheet.text(x + 85, y + 28, name.in_language(language), INK, 15, "middle", bold=True)
        sheet.text(x + 85, y + 49, what.in_language(language), SOFT, 13, "middle")
    sheet.arrow((192, 47), (247, 47), SOFT)
    sheet.arrow((339, 86), (339, 126), SOFT)
    sheet.arrow((248, 165), (193, 165), SOFT)
    sheet.arrow((101, 126), (101, 86), SOFT)
    return sheet.svg()


def regression_losses(language: Language) -> str:
    """Squared, absolute and Huber loss over the error."""
    sheet = Sheet(440, 268)
    plot = Plot(sheet, (38, 16, 424, 222), (-3, 3), (0, 6))
    plot.axes([-3, -2, -1, 0, 1, 2, 3], [0, 2, 4, 6])
    errors = np.linspace(-3, 3, 121)
    plot.curve([(e, e * e) for e in errors if e * e <= 6], WATER, 2.4)
    plot.curve([(e, abs(e)) for e in (-3.0, 0.0, 3.0)], CONTOUR, 2.2, "7 4")
    plot.curve([(e, huber(float(e))) for e in errors], PATH, 2.2)
    labels: list[tuple[float, float, Text, str, Anchor]] = [
        (2.1, 5.2, Text("squared", "平方误差"), WATER, "end"),
        (-2.95, 3.3, Text("absolute", "绝对误差"), CONTOUR, "start"),
        (2.95, 0.7, Text("Huber, δ = 1", "Huber，δ = 1"), PATH, "end"),
    ]
    for x, y, words, colour, anchor in labels:
        sheet.text(*plot.at(x, y), words.in_language(language), dark(colour), 13, anchor)
    sheet.text(424, 258, Text("prediction − truth", "预测 − 真实值").in_language(language), SOFT, 13, "end")
    return sheet.svg()


def huber(error: float, delta: float = 1.0) -> float:
    """A parabola near zero, straight beyond delta."""
    return float(losses.huber([error], [0.0], delta))


def cross_entropy_curve(language: Language) -> str:
    """-log p and (1 - p)^2 over the probability of the true class."""
    sheet = Sheet(440, 286)
    plot = Plot(sheet, (38, 16, 424, 238), (0, 1), (0, 5))
    plot.axes([0, 0.25, 0.5, 0.75, 1], [0, 1, 2, 3, 4, 5])
    ps = np.geomspace(np.exp(-5), 1, 90)
    plot.curve([(p, -np.log(p)) for p in ps], WATER, 2.4)
    plot.curve([(p, (1 - p) ** 2) for p in np.linspace(0, 1, 41)], CONTOUR, 2.2, "7 4")
    plot.dots([(0.1, -np.log(0.1)), (0.99, -np.log(0.99))], PATH, 4.5)
    x, y = plot.at(0.1, -np.log(0.1))
    sheet.text(x + 12, y + 2, f"10%: {-np.log(0.1):.3f}", INK)
    x, y = plot.at(0.99, -np.log(0.99))
    sheet.text(x - 2, y - 13, f"99%: {-np.log(0.99):.3f}", INK, anchor="end")
    sheet.text(*plot.at(0.045, 4.45), Text("cross-entropy, −log p", "交叉熵 −log p").in_language(language), dark(WATER))
    sheet.text(
        *plot.at(0.02, 0.12), Text("squared, (1 − p)²", "平方误差 (1 − p)²").in_language(language), dark(CONTOUR)
    )
    words = Text("probability given to the true class, p", "给真实类别的概率 p")
    sheet.text(424, 276, words.in_language(language), SOFT, 13, "end")
    return sheet.svg()


def bowl_panel(language: Language, *, lr: float, steps: int, verdict: Text) -> str:
    """The bowl and the steps of gradient descent in it."""
    sheet = Sheet(230, 214)
    sheet.text(4, 15, f"η = {lr:g}", INK, 13.5, bold=True)
    sheet.text(226, 15, verdict.in_language(language), SOFT, 13, "end")
    plot = Plot(sheet, (28, 28, 222, 172), (-1.4, 5.4), (0, 50))
    plot.axes([-1, 0, 1, 2, 3, 4, 5], [0, 25, 50], 11)
    plot.curve([(w, bowl(w)) for w in np.linspace(-1.25, 5.25, 60)], WATER, 2)
    ws = descent(lr, steps)
    path = [(w, bowl(w)) for w in ws]
    plot.curve(path, PATH, 1.6)
    plot.dots(path, PATH, 3)
    words = Text(f"after {steps} steps: w = {ws[-1]:.3f}", f"{steps} 步之后：w = {ws[-1]:.3f}").in_language(language)
    sheet.text(226, 208, words.replace("-", "−"), INK, 12.5, "end")
    return sheet.svg()


def valley(p: Vector) -> float:
    """A long valley: shallow along x, steep along y."""
    return 0.5 * float(np.sum(VALLEY * p * p))


OPTIMISERS: dict[str, tuple[Text, str, Callable[[], SGD | Momentum | Adam]]] = {
    "path-descent": (Text("Plain descent", "普通梯度下降"), "η = 0.045", lambda: SGD(lr=0.045)),
    "path-momentum": (Text("Momentum", "动量"), "η = 0.015, μ = 0.8", lambda: Momentum(lr=0.015, momentum=0.8)),
    "path-adam": (Text("Adam", "Adam"), "η = 0.3", lambda: Adam(lr=0.3)),
}
STEPS = 30


def path(name: str) -> list[Vector]:
    """Where the optimiser has been in the valley: the start and every step."""
    optimiser = OPTIMISERS[name][2]()
    points = [START]
    for _ in range(STEPS):
        points.append(np.asarray(optimiser.step([points[-1]], [VALLEY * points[-1]])[0]))
    return points


def path_panel(language: Language, *, name: str) -> str:
    """The valley's contours and one optimiser's path."""
    sheet = Sheet(230, 176)
    title, setting, _ = OPTIMISERS[name]
    sheet.text(4, 15, title.in_language(language), INK, 13.5, bold=True)
    sheet.text(226, 15, setting, SOFT, 12, "end")
    plot = Plot(sheet, (4, 26, 226, 150), (-10.5, 4.5), (-1.9, 1.9))
    for level in (0.5, 2.5, 7, 14, 24, 37, 53):
        for run in _contour(plot, level):
            sheet.line(run, CONTOUR)
    centre = plot.at(0, 0)
    points: list[Point] = [(float(p[0]), float(p[1])) for p in path(name)]
    plot.curve(points, PATH, 1.6)
    plot.dots(points, PATH, 2.2)
    plot.dots(points[:1], INK, 3.6)
    sheet.line([(centre[0] - 4, centre[1]), (centre[0] + 4, centre[1])], INK, 1.6)
    sheet.line([(centre[0], centre[1] - 4), (centre[0], centre[1] + 4)], INK, 1.6)
    loss = valley(path(name)[-1])
    words = Text(f"loss after {STEPS} steps: {loss:.3f}", f"{STEPS} 步之后的损失：{loss:.3f}")
    sheet.text(226, 170, words.in_language(language), INK, 12.5, "end")
    return sheet.svg()


def _contour(plot: Plot, level: float) -> list[list[Point]]:
    """The runs of a contour of the valley that lie within the plot."""
    rx, ry = np.sqrt(2 * level / VALLEY)
    runs: list[list[Point]] = [[]]
    for turn in np.linspace(0, 2 * np.pi, 241):
        x, y = float(rx * np.cos(turn)), float(ry * np.sin(turn))
        if plot.x[0] <= x <= plot.x[1] and plot.y[0] <= y <= plot.y[1]:
            runs[-1].append(plot.at(x, y))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


FIGURES: dict[str, Callable[[Language], str]] = {
    "learning-loop": learning_loop,
    "regression-losses": regression_losses,
    "cross-entropy": cross_entropy_curve,
    "bowl-low": partial(bowl_panel, lr=0.01, steps=8, verdict=Text("too low", "太小")),
    "bowl-right": partial(bowl_panel, lr=0.1, steps=8, verdict=Text("just right", "正好")),
    "bowl-high": partial(bowl_panel, lr=0.22, steps=8, verdict=Text("too high", "太大")),
    **{name: partial(path_panel, name=name) for name in OPTIMISERS},
}
