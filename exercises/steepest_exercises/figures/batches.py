"""The figures of the lesson on batches."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_exercises.figures.drawing import INK, PATH, SOFT, WATER, Plot, Sheet, panel_title
from steepest_graders.text import Language, Text
from steepest_numerics.data import digits
from steepest_numerics.losses import cross_entropy_gradient, linear_mse_gradient
from steepest_numerics.optimizers import mini_batches

Vector = npt.NDArray[np.floating[Any]]
SIZES = (1, 4, 16, 64, 256)


@cache
def points() -> tuple[Vector, Vector]:
    """200 noisy points of a line with slope 1 and height 0."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=200)
    return x[:, np.newaxis], x + 0.8 * rng.normal(size=200)


def height(a: float, b: float) -> float:
    """The loss of the line a x + b."""
    X, y = points()
    return float(np.mean((a * X[:, 0] + b - y) ** 2))


def walk(batch_size: int, lr: float, steps: int) -> list[tuple[float, float]]:
    """The lines that descent with batches of one size goes through."""
    X, y = points()
    rng = np.random.default_rng(1)
    a, b = -1.2, 1.4
    path = [(a, b)]
    while len(path) <= steps:
        for rows, truths in mini_batches(X, y, batch_size, rng):
            slope_a, slope_b = linear_mse_gradient([a], b, rows, truths)
            a, b = a - lr * float(slope_a[0]), b - lr * float(slope_b)
            path.append((a, b))
    return path[: steps + 1]


@cache
def spread(batch_size: int) -> float:
    """How far the gradient of a batch of digits lies from the whole gradient, over the whole one's length."""
    X, y = digits()
    rows = np.column_stack([X, np.ones(len(X))])
    W = np.zeros((65, 10))
    each = cross_entropy_gradient(rows @ W, y) * len(rows)  # of each digit's own loss
    whole = rows.T @ each / len(rows)
    rng = np.random.default_rng(0)
    misses = []
    for _ in range(200):
        chosen = rng.integers(len(rows), size=batch_size)
        misses.append(np.sum((rows[chosen].T @ each[chosen] / batch_size - whole) ** 2))
    return float(np.sqrt(np.mean(misses)) / np.linalg.norm(whole))


def path_panel(language: Language, *, batch_size: int, lr: float, steps: int, title: Text) -> str:
    """A path over the contours of the loss of a line."""
    sheet = Sheet(230, 214)
    panel_title(sheet, title.in_language(language))
    plot = Plot(sheet, (12, 28, 218, 188), (-1.6, 2), (-1, 1.8))
    plot.contours(height, (0.7, 0.9, 1.3, 1.9, 2.8, 4, 5.6, 7.6))
    path = walk(batch_size, lr, steps)
    plot.curve(path, PATH, 1.4)
    plot.dots(path, PATH, 1.8)
    plot.dots(path[:1], INK, 3.6)
    seen = batch_size * steps
    words = Text(f"{steps} steps, {seen} examples looked at", f"{steps} 步，看了 {seen} 个样本")
    sheet.text(226, 208, words.in_language(language), INK, 12, "end")
    return sheet.svg()


def noise(language: Language) -> str:
    """The miss of a batch's gradient over its size, both on scales of powers."""
    sheet = Sheet(440, 262)
    plot = Plot(sheet, (48, 16, 424, 214), (-0.3, 8.6), (-1.5, 3.5))
    plot.axes([], [])
    for power in (-1, 0, 1, 2, 3):
        left, y = plot.at(-0.3, power)
        sheet.line([(left, y), (424, y)], "var(--rule, #dfddd3)", 1, "2 4")
        sheet.text(left - 7, y + 4, f"{100 * 2.0**power:g}%", SOFT, 12, "end")
    measured = [(float(np.log2(size)), float(np.log2(spread(size)))) for size in SIZES]
    plot.curve(measured, WATER, 2.2)
    plot.dots(measured, PATH, 4.2)
    for size, (x, y) in zip(SIZES, measured, strict=True):
        across, up = plot.at(x, y)
        sheet.text(across + 8, up - 7, f"{100 * spread(size):.0f}%", INK, 12.5)
        _, ground = plot.at(x, -1.5)
        sheet.text(across, ground + 16, str(size), SOFT, 12, "middle")
    words = Text("examples in a batch", "每个批次的样本数")
    sheet.text(424, 252, words.in_language(language), SOFT, 13, "end")
    return sheet.svg()


FIGURES: dict[str, Callable[[Language], str]] = {
    "path-all": partial(path_panel, batch_size=200, lr=0.15, steps=12, title=Text("All 200", "全部 200 个")),
    "path-one": partial(path_panel, batch_size=1, lr=0.04, steps=120, title=Text("One at a time", "每次一个")),
    "path-some": partial(path_panel, batch_size=16, lr=0.15, steps=25, title=Text("Sixteen at a time", "每次 16 个")),
    "noise": noise,
}
