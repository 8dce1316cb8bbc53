"""The figures of the lesson on schedules and clipping."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from steepest_exercises.figures.drawing import (
    CONTOUR,
    INK,
    PATH,
    SOFT,
    WATER,
    Plot,
    Point,
    Sheet,
    dark,
    panel_title,
)
from steepest_graders.text import Language, Text
from steepest_numerics.clipping import clip_by_global_norm, clip_by_value
from steepest_numerics.schedules import cosine_annealing, linear_warmup, step_decay, warm_restarts

Rate = Callable[[int], float]
STEPS, START = 100, 10.0
LENGTH, HIGHEST = 70, 0.1
FAST, EXACT, SWITCH = 0.5, 0.05, 20
LAYERS, CLIFF_RATE = 50, 0.01


def distances(rate: Rate, steps: int = STEPS) -> list[float]:
    """The typical distance from 0 after each step: descent on half the square, with noise of size 1 per gradient."""
    square = START**2
    found = [START]
    for step in range(steps):
        square = (1 - rate(step)) ** 2 * square + rate(step) ** 2
        found.append(math.sqrt(square))
    return found


def switched(step: int) -> float:
    """Fast first, exact from SWITCH on."""
    return FAST if step < SWITCH else EXACT


def fast_or_exact(language: Language) -> str:
    """Three plans in the same noise."""
    sheet = Sheet(440, 258)
    plot = Plot(sheet, (44, 16, 424, 210), (0, STEPS), (-1, 1))
    plot.axes([0, 20, 40, 60, 80, 100], [])
    for power in (-1, 0, 1):
        x, y = plot.at(0, power)
        sheet.text(x - 7, y + 4, f"{10.0**power:g}", SOFT, 12, "end")
    plans: Sequence[tuple[Rate, str, str]] = (
        (lambda _: FAST, PATH, ""),
        (lambda _: EXACT, CONTOUR, "7 4"),
        (switched, WATER, ""),
    )
    for rate, colour, dash in plans:
        plot.curve([(step, math.log10(far)) for step, far in enumerate(distances(rate))], colour, 2.2, dash)
    sheet.text(*plot.at(60, -0.15), f"η = {FAST:g}", PATH, 13)
    sheet.text(*plot.at(22, 0.55), f"η = {EXACT:g}", dark(CONTOUR), 13)
    words = Text(f"{FAST:g}, then {EXACT:g}", f"先 {FAST:g}，后 {EXACT:g}")
    sheet.text(*plot.at(26, -0.72), words.in_language(language), WATER, 13, "middle")
    sheet.text(424, 248, Text("step", "步").in_language(language), SOFT, 13, "end")
    sheet.text(50, 14, Text("distance from the goal", "离目标的距离").in_language(language), SOFT, 12)
    return sheet.svg()


PLANS: dict[str, tuple[Text, Rate]] = {
    "plan-steps": (Text("Step decay", "阶梯衰减"), lambda step: float(step_decay(HIGHEST, step, every=20))),
    "plan-cosine": (Text("Cosine", "余弦"), lambda step: float(cosine_annealing(step, LENGTH, HIGHEST))),
    "plan-restarts": (Text("Warm restarts", "热重启"), lambda step: float(warm_restarts(step, 10, 2, HIGHEST))),
    "plan-warmup": (
        Text("Warmup, then cosine", "预热，再接余弦"),
        lambda step: float(
            linear_warmup(step, 10, HIGHEST) if step < 10 else cosine_annealing(step - 10, LENGTH - 10, HIGHEST)
        ),
    ),
}


def plan_panel(language: Language, *, name: str) -> str:
    """One schedule; where the rate leaps, the line stands upright."""
    title, rate = PLANS[name]
    sheet = Sheet(230, 160)
    panel_title(sheet, title.in_language(language))
    plot = Plot(sheet, (36, 28, 222, 132), (0, LENGTH), (0, 0.11))
    plot.axes([0, 10, 30, 50, 70], [0, 0.05, 0.1], 11)
    rates = [rate(step) for step in range(LENGTH)]
    points: list[Point] = [(0, rates[0])]
    for step, (before, here) in enumerate(pairwise(rates), 1):
        leaps = name == "plan-steps" or here > before + HIGHEST / 2
        points += [(step, before), (step, here)] if leaps else [(step, here)]
    plot.curve(points, WATER, 2.2)
    return sheet.svg()


def cliff_loss(w: float) -> float:
    """Half the square of what is missing to 1, of a weight that is multiplied by itself LAYERS times."""
    return float(0.5 * (w**LAYERS - 1) ** 2)


def cliff_gradient(w: float) -> float:
    """Its slope."""
    return (w**LAYERS - 1) * LAYERS * w ** (LAYERS - 1)


def railed(w: float, steps: int, lr: float = CLIFF_RATE) -> list[float]:
    """The walk with the gradient clipped to norm 1."""
    points = [w]
    for _ in range(steps):
        (gradient,), _norm = clip_by_global_norm([np.array(cliff_gradient(points[-1]))], 1.0)
        points.append(points[-1] - lr * float(gradient))
    return points


def cliff(language: Language) -> str:
    """The wall, and two ways down from it."""
    sheet = Sheet(440, 258)
    plot = Plot(sheet, (38, 16, 424, 210), (0.9, 1.08), (0, 80))
    plot.axes([0.9, 0.95, 1, 1.05], [0, 40, 80])
    xs = np.linspace(0.9, 1.0515, 120)
    plot.curve([(float(x), cliff_loss(float(x))) for x in xs], CONTOUR, 2)
    plot.dots([(w, cliff_loss(w)) for w in railed(1.05, 20)], WATER, 3.4)
    start = plot.at(1.05, cliff_loss(1.05))
    leftmost = (42.0, start[1])
    sheet.line([start, leftmost], PATH, 1.8, "6 4")
    _head(sheet, start, leftmost, PATH)
    sheet.dot(*start, INK, 4)
    words = Text("one step without a rail: far off to the left", "没有护栏的一步：远远飞出左边")
    sheet.text(46, start[1] - 9, words.in_language(language), PATH, 12.5)
    words = Text("20 steps with a rail", "有护栏的 20 步")
    sheet.text(*plot.at(0.996, 12), words.in_language(language), WATER, 12.5, "end")
    sheet.text(424, 248, "w", SOFT, 13, "end")
    return sheet.svg()


def clip_panel(language: Language, *, name: str) -> str:
    """The gradient 3, 4 and what a limit of 1 makes of it."""
    gradient = [np.array([3.0, 4.0])]
    is_by_value = name == "clip-value"
    (clipped,) = clip_by_value(gradient, 1.0) if is_by_value else clip_by_global_norm(gradient, 1.0)[0]
    title = Text("By value", "按值") if is_by_value else Text("By norm", "按范数")
    sheet = Sheet(230, 222)
    panel_title(sheet, title.in_language(language), f"({clipped[0]:g}, {clipped[1]:g})")
    plot = Plot(sheet, (16, 28, 214, 204), (-1.65, 4.425), (-1.2, 4.2))  # one unit is as long both ways
    plot.curve([(-1.65, 0), (4.4, 0)], SOFT, 0.8)
    plot.curve([(0, -1.2), (0, 4.2)], SOFT, 0.8)
    corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)]
    circle = [(math.cos(turn), math.sin(turn)) for turn in np.linspace(0, 2 * math.pi, 73)]
    plot.curve(corners if is_by_value else circle, CONTOUR, 1.6, "5 3")
    origin = plot.at(0, 0)
    for (x, y), colour, width in (((3.0, 4.0), INK, 1.4), ((float(clipped[0]), float(clipped[1])), PATH, 3.0)):
        sheet.line([origin, plot.at(x, y)], colour, width)
        _head(sheet, origin, plot.at(x, y), colour)
    sheet.text(*_beside(plot.at(3, 4)), "(3, 4)", INK, 12, "end")
    return sheet.svg()


def _beside(point: Point) -> Point:
    return point[0] - 12, point[1] + 10


def _head(sheet: Sheet, start: Point, end: Point, colour: str) -> None:
    """The two strokes of an arrow's head."""
    along: Any = np.subtract(end, start) / math.dist(start, end)
    across = np.array([-along[1], along[0]])
    wings = [np.asarray(end) - 8 * along + side * 4 * across for side in (1, -1)]
    sheet.line([(float(wings[0][0]), float(wings[0][1])), end, (float(wings[1][0]), float(wings[1][1]))], colour, 1.8)


FIGURES: dict[str, Callable[[Language], str]] = {
    "fast-or-exact": fast_or_exact,
    **{name: partial(plan_panel, name=name) for name in PLANS},
    "cliff": cliff,
    **{name: partial(clip_panel, name=name) for name in ("clip-value", "clip-norm")},
}
