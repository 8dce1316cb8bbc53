"""Checks of `gradient_descent`: every point of the way, from walks whose slopes stay on this side."""

from collections.abc import Callable
from typing import Any

import numpy as np

from steepest_graders.authoring import (
    TRAJECTORY_C,
    Callback,
    Check,
    Scenario,
    Text,
    call,
    descends_by_function,
    returns,
)
from steepest_numerics import descent

reference = {"gradient_descent": descent.gradient_descent}

Function = Callable[[np.ndarray], Any]

SCALE = 0.1  # points are of the order of 1 and pass through 0, where a relative error means nothing


def mse_slope(w: np.ndarray) -> Any:
    """The slope of the worked example: mean squared error of w x for y = 2 x, x = 1, 2, 3."""
    return 28 * (w - 2) / 3


def doubled(w: np.ndarray) -> Any:
    """The slope of the sum of squares."""
    return 2 * w


def banana(w: np.ndarray) -> Any:
    """The slope of Rosenbrock's valley (1960), (1 - a)^2 + 10 (b - a^2)^2."""
    a, b = w
    return np.stack([-2 * (1 - a) - 40 * a * (b - a**2), 20 * (b - a**2)])


def checks(rng: np.random.Generator) -> list[Check]:
    """The worked example; then walks in bowls, valleys and waves, of every shape."""

    def walks(name: str, title: Text, scenario: Scenario, public: bool = False) -> Check:
        return returns(name, title, scenario, public=public, scale=SCALE, c=TRAJECTORY_C)

    def from_(w0: np.ndarray, grad: Function, lr: float, steps: int) -> Scenario:
        return call("gradient_descent", Callback(grad), w0, lr, steps)

    def point(*shape: int) -> np.ndarray:
        return rng.choice([-1, 1], size=shape) * rng.uniform(0.5, 2, size=shape)

    def waves(*shape: int) -> Function:
        weights = rng.uniform(0.5, 1.5, size=shape)
        return lambda w: np.cos(weights * w) + np.sum(w) / 8

    curved = rng.normal(size=(3, 3))
    bowl = curved.T @ curved / 3 + np.eye(3)
    table = point(5, 9)
    return [
        walks(
            "worked-example",
            Text("the worked example", "算例"),
            from_(np.array([0.0]), mse_slope, 0.01, 2),
            True,
        ),
        walks(
            "two-weights",
            Text("two weights, three steps", "两个权重，三步"),
            from_(np.array([4.0, -8.0]), doubled, 0.25, 3),
            True,
        ),
        walks("no-step", Text("no step at all", "一步也不走"), from_(np.array([1.0, 2.0]), doubled, 0.1, 0), True),
        descends_by_function("gradient_descent", 0.15),
        walks(
            "coupled",
            Text("a bowl that lies askew", "倾斜的碗形曲面"),
            from_(point(3), lambda w: bowl @ w, 0.1, 9),
        ),
        walks("valley", Text("a curved valley", "弯曲的山谷"), from_(np.array([-1.2, 1.0]), banana, 0.01, 12)),
        walks("oscillating", Text("a rate that oscillates", "来回振荡的学习率"), from_(point(1), mse_slope, 0.2, 8)),
        walks("diverging", Text("a rate that diverges", "使其发散的学习率"), from_(point(2), mse_slope, 0.25, 10)),
        walks("one-step", Text("a single step", "只走一步"), from_(point(4), waves(4), 0.3, 1)),
        walks("3-by-5", Text("a matrix, 3 × 5", "矩阵，3 × 5"), from_(point(3, 5), waves(3, 5), 0.1, 4)),
        walks("5-by-3", Text("a matrix, 5 × 3", "矩阵，5 × 3"), from_(point(5, 3), waves(5, 3), 0.1, 4)),
        walks("rank-3", Text("three axes", "三个轴"), from_(point(2, 1, 3), waves(2, 1, 3), 0.2, 3)),
        walks("at-the-minimum", Text("from the minimum", "从最小值处出发"), from_(np.zeros(3), doubled, 0.1, 5)),
        walks(
            "minimum-on-the-way",
            Text("through the minimum: one step, then still", "一步走到最小值，之后不动"),
            from_(point(2), doubled, 0.5, 5),
        ),
        walks(
            "float32",
            Text("single precision", "单精度"),
            from_(point(3).astype(np.float32), lambda w: np.multiply(w, 2, dtype=w.dtype), 0.125, 6),
        ),
        walks("strided", Text("a slice with gaps", "带间隔的切片"), from_(table[::2, ::3], waves(3, 3), 0.1, 3)),
        walks(
            "keywords",
            Text("passed by keyword", "按关键字传参"),
            call("gradient_descent", steps=3, lr=0.1, w0=point(2), grad=Callback(waves(2))),
        ),
    ]
